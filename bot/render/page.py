"""What one message holds, before it is Discord's: blocks of safe Markdown, links, and ways to other pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Generic, Literal, TypeAlias, TypeVar

import discord

from bot.render import budget
from bot.render.escape import safe_url

Tone = Literal["news", "summary", "numbers", "quotes", "countries", "help", "done", "notice", "error"]
Arguments: TypeAlias = Mapping[str, str | int]
"""What a page was asked with; a pager packs them into its buttons, so they are few and short."""

Item = TypeVar("Item")

ACCENTS: dict[Tone, int] = {
    "news": 0x3B82F6,
    "summary": 0x14B8A6,
    "numbers": 0xF59E0B,
    "quotes": 0x8B5CF6,
    "countries": 0x0EA5E9,
    "help": 0x64748B,
    "done": 0x22C55E,
    "notice": 0x94A3B8,
    "error": 0xEF4444,
}


@dataclass(frozen=True, slots=True)
class Text:
    """A block of Discord Markdown; what of it came from outside is escaped already."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line between two blocks."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to upload, with the words that stand for it."""

    name: str
    data: bytes
    alt: str


Block: TypeAlias = Text | Rule | Picture


@dataclass(frozen=True, slots=True)
class Open:
    """A button that answers its presser with the first page of another kind."""

    label: str
    kind: str
    arguments: Arguments
    emoji: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A menu whose chosen value, put under the name `argument`, answers its presser with another page.

    `options` are (value, label) or (value, label, emoji); the first 25 are shown.
    """

    placeholder: str
    kind: str
    argument: str
    options: Sequence[tuple[str, ...]]
    arguments: Arguments


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer: `number` of `count`, both from 1.

    `links` are buttons that open a web page, (label, address).
    """

    tone: Tone
    blocks: tuple[Block, ...]
    number: int = 1
    count: int = 1
    links: tuple[tuple[str, str], ...] = ()
    opens: tuple[Open, ...] = ()
    choice: Choice | None = None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures to upload with the message."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))


@dataclass(frozen=True, slots=True)
class Window(Generic[Item]):
    """The items of page `number` (from 1), of `total` items with `size` of them on each page.

    With `more`, counting stopped at `total` and there are still more.
    """

    items: Sequence[Item]
    number: int
    total: int
    size: int
    more: bool = False

    @classmethod
    def of(cls, items: Sequence[Item], number: int, size: int) -> Window[Item]:
        """The window on a sequence that holds all items; a page that does not exist becomes the nearest."""
        number = nearest_page(number, len(items), size)
        return cls(items[(number - 1) * size : number * size], number, len(items), size)

    @property
    def count(self) -> int:
        """The number of pages, at least 1; where there are more items than were counted, one page is always next."""
        known = max(1, -(-self.total // self.size))
        return max(known, self.number + 1) if self.more else known


def nearest_page(number: int, total: int, size: int) -> int:
    """The page nearest to `number` that exists for `total` items."""
    return min(max(1, number), max(1, -(-total // size)))


def layout(page: Page, *rows: discord.ui.ActionRow[discord.ui.LayoutView]) -> discord.ui.LayoutView:
    """The message for a page, with the rows of buttons below its links.

    Blocks that would go beyond Discord's limits are left out, so that an answer is never refused.
    """
    view = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=ACCENTS[page.tone])
    links = _link_row(page)
    view.add_item(container)
    for row in rows:
        view.add_item(row)
    components = len(list(view.walk_children())) + (1 + len(links.children) if links else 0)
    for block in _within_limits(page.blocks, budget.COMPONENTS - components):
        container.add_item(_component(block))
    if links:
        container.add_item(links)
    return view


def upload(page: Page) -> list[discord.File]:
    """The files that a page's message needs; new ones for each sending, because sending uses them up."""
    return [
        discord.File(BytesIO(picture.data), picture.name, description=picture.alt[: budget.ALT_TEXT])
        for picture in page.pictures
    ]


def _within_limits(blocks: Sequence[Block], room: int) -> list[Block]:
    kept: list[Block] = []
    text = 0
    for block in blocks:
        cost = 2 if isinstance(block, Picture) else 1
        if isinstance(block, Text):
            if not block.markdown.strip():
                continue
            text += budget.size(block.markdown)
        if text > budget.MESSAGE_TEXT or cost > room:
            break
        kept.append(block)
        room -= cost
    return kept


def _component(block: Block) -> discord.ui.Item[discord.ui.LayoutView]:
    match block:
        case Text(markdown):
            return discord.ui.TextDisplay(markdown)
        case Rule():
            return discord.ui.Separator(spacing=discord.SeparatorSpacing.small)
        case Picture(name, _, alt):
            item = discord.MediaGalleryItem(f"attachment://{name}", description=alt[: budget.ALT_TEXT])
            return discord.ui.MediaGallery(item)


def _link_row(page: Page) -> discord.ui.ActionRow[discord.ui.LayoutView] | None:
    addresses = [(name, address) for name, url in page.links if (address := safe_url(url))]
    if not addresses:
        return None
    row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
    for name, address in addresses[: budget.ROW_BUTTONS]:
        row.add_item(discord.ui.Button(label=budget.label(name), url=address))
    return row
