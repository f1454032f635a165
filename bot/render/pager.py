"""Paging that survives restarts: everything that a button needs stands in its custom_id.

A handler makes a page from the guild, the arguments and the page's number; buttons and menus hold just these. What
does not fit into 100 characters is kept in memory under a random name, and a button whose name is gone says so.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import quote, unquote

import discord
from discord import ui

from bot.render import budget
from bot.render.cards.notes import notice, notice_page
from bot.render.page import Arguments, Choice, Open, Page, layout, upload

__all__ = ["Context", "Handler", "Pager", "guild_of"]

_SHARED = "Here it is, for everyone in this channel."
_EXPIRED = "These buttons have expired. Run the command again."
_KEPT = 1_000
# The argument that names the one which a menu sets; it must not begin like a token.
_MENU = "*"
# Discord shows "thinking" only after a deferral, and drops what is not answered within three seconds.
_PATIENCE = 0.8
_JUMP_FROM = 4
_TEMPLATE = r"nd(?P<action>[ogjc])(?P<slot>\d?):(?P<kind>[a-z][a-z_-]{0,19}):(?P<page>\d{1,6}):(?P<packed>[\s\S]*)"
_SAFE = " !$'()*,/;?@[]^{}|.-_"

Action = Literal["o", "g", "j", "c"]
"""What a press does: open the page for the presser, go to it, ask which page to go to, choose from a menu."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where and with what a page is asked for; `guild` is 0 in direct messages and where the bot is not a member."""

    guild: int
    locale: str
    arguments: Arguments
    page: int

    def text(self, name: str) -> str | None:
        """An argument as text, None where it was not given."""
        value = self.arguments.get(name)
        return None if value is None else str(value)

    def number(self, name: str) -> int | None:
        """An argument as a whole number, None where it was not given or is none."""
        value = self.arguments.get(name)
        return value if isinstance(value, int) else None


# Nothing that the bot says calls anybody.
_NOBODY = discord.AllowedMentions.none()

Handler: TypeAlias = Callable[[Context], Awaitable[Page]]
Failed: TypeAlias = Callable[[discord.Interaction[Any], Exception], Awaitable[None]]


class Pager:
    """Sends the pages of registered kinds, and answers their buttons for as long as their messages stand."""

    def __init__(self, failed: Failed | None = None) -> None:
        """Make a pager; `failed` tells the presser of an error that a handler raised."""
        self._handlers: dict[str, Handler] = {}
        self._kept: OrderedDict[str, Arguments] = OrderedDict()
        self._failed = failed
        self._item = _item_class(self)
        self.items: tuple[type[ui.DynamicItem[Any]], ...] = (self._item,)

    def register(self, kind: str, handler: Handler) -> None:
        """Let `handler` make the pages of `kind`, a word of at most 20 lower-case letters, `-` and `_`."""
        if not re.fullmatch(r"[a-z][a-z_-]{0,19}", kind):
            raise ValueError(f"not a kind of page: {kind!r}")
        self._handlers[kind] = handler

    async def send(
        self,
        interaction: discord.Interaction[Any],
        kind: str,
        arguments: Arguments | None = None,
        *,
        page: int = 1,
        share: bool = False,
    ) -> None:
        """Answer a command with a page, to the person who asked only unless `share`.

        Defers first where the page takes long to make. Raises what the handler raises.
        """
        given = {name: value for name, value in (arguments or {}).items() if value is not None}
        made = await self._make_in_time(interaction, kind, given, page, thinking=True)
        await self.answer(interaction, made, kind, given, share=share)

    async def answer(
        self,
        interaction: discord.Interaction[Any],
        page: Page,
        kind: str = "",
        arguments: Arguments | None = None,
        *,
        share: bool = False,
    ) -> None:
        """Answer with a page that is made already; without a kind it has no way to other pages of its own."""
        view = self.view(page, kind, arguments or {})
        if interaction.response.is_done():
            if not share:
                await interaction.edit_original_response(view=view, attachments=upload(page), allowed_mentions=_NOBODY)
                return
            # What was deferred was deferred privately, so that a failure would be; the first message in its place
            # stays private, and only the next one can be shared.
            await interaction.edit_original_response(view=notice(_SHARED, tone="notice"))
            await interaction.followup.send(view=view, files=upload(page), allowed_mentions=_NOBODY)
            return
        await interaction.response.send_message(
            view=view,
            files=upload(page),
            ephemeral=not share,
            allowed_mentions=_NOBODY,
        )

    def view(self, page: Page, kind: str = "", arguments: Arguments | None = None) -> ui.LayoutView:
        """The message for a page, with its buttons."""
        rows: list[ui.ActionRow[ui.LayoutView]] = []
        if page.choice is not None and page.choice.options:
            rows.append(ui.ActionRow(self._menu(page.choice)))
        opens = [self._open_button(opening, slot) for slot, opening in enumerate(page.opens[: budget.ROW_BUTTONS])]
        if opens:
            rows.append(ui.ActionRow(*opens))
        if kind and page.count > 1:
            rows.append(ui.ActionRow(*self._turns(page, kind, arguments or {})))
        return layout(page, *rows)

    async def press(self, interaction: discord.Interaction[Any], match: re.Match[str], chosen: str | None) -> None:
        """Answer the press of a button, or the choice `chosen` from a menu."""
        try:
            await self._press(interaction, match, chosen)
        except Exception as error:
            if self._failed is None:
                raise
            await self._failed(interaction, error)

    async def go(
        self, interaction: discord.Interaction[Any], kind: str, arguments: Arguments, page: int, *, own: bool
    ) -> None:
        """Show a page in place of the one that was pressed, or to the presser alone where the message is not `own`."""
        if not own:
            await self.send(interaction, kind, arguments, page=page)
            return
        made = await self._make_in_time(interaction, kind, arguments, page, thinking=False)
        view = self.view(made, kind, arguments)
        if interaction.response.is_done():
            await interaction.edit_original_response(view=view, attachments=upload(made), allowed_mentions=_NOBODY)
        else:
            await interaction.response.edit_message(view=view, attachments=upload(made), allowed_mentions=_NOBODY)

    async def _press(self, interaction: discord.Interaction[Any], match: re.Match[str], chosen: str | None) -> None:
        kind, page = match["kind"], int(match["page"])
        arguments = self._unpacked(match["packed"])
        if arguments is None or kind not in self._handlers:
            await interaction.response.send_message(view=notice(_EXPIRED, tone="notice"), ephemeral=True)
            return
        match match["action"]:
            case "j":
                await interaction.response.send_modal(_Jump(self, kind, arguments, _is_own(interaction)))
            case "g":
                await self.go(interaction, kind, arguments, page, own=_is_own(interaction))
            case "c" if chosen is not None:
                name = str(arguments.get(_MENU, ""))
                rest = {key: value for key, value in arguments.items() if key != _MENU}
                await self.send(interaction, kind, {**rest, name: chosen})
            case _:
                await self.send(interaction, kind, arguments, page=page)

    async def _make_in_time(
        self,
        interaction: discord.Interaction[Any],
        kind: str,
        arguments: Arguments,
        page: int,
        *,
        thinking: bool,
    ) -> Page:
        handler = self._handlers.get(kind)
        if handler is None:
            return notice_page(_EXPIRED, tone="notice")
        context = Context(guild_of(interaction), str(interaction.locale), arguments, max(1, page))
        making = asyncio.ensure_future(handler(context))
        try:
            await asyncio.wait({making}, timeout=_PATIENCE)
            if not making.done() and not interaction.response.is_done():
                await interaction.response.defer(thinking=thinking, ephemeral=thinking)
            return await making
        finally:
            making.cancel()

    def _turns(self, page: Page, kind: str, arguments: Arguments) -> list[ui.Item[Any]]:
        packed = self._packed(kind, arguments)

        def button(action: Action, slot: int, number: int, **look: Any) -> ui.Item[Any]:
            return self._item(ui.Button(custom_id=_custom_id(action, slot, kind, number, packed), **look))

        return [
            button("g", 0, max(0, page.number - 1), emoji="◀️", disabled=page.number <= 1),
            button("j", 1, page.number, label=f"{page.number}/{page.count}", disabled=page.count < _JUMP_FROM),
            button("g", 2, page.number + 1, emoji="▶️", disabled=page.number >= page.count),
        ]

    def _open_button(self, opening: Open, slot: int) -> ui.Item[Any]:
        custom_id = _custom_id("o", slot, opening.kind, 1, self._packed(opening.kind, opening.arguments))
        return self._item(ui.Button(label=budget.label(opening.label), emoji=opening.emoji, custom_id=custom_id))

    def _menu(self, choice: Choice) -> ui.Item[Any]:
        packed = self._packed(choice.kind, {**choice.arguments, _MENU: choice.argument})
        menu: ui.Select[ui.LayoutView] = ui.Select(
            custom_id=_custom_id("c", 9, choice.kind, 1, packed),
            placeholder=budget.label(choice.placeholder, budget.PLACEHOLDER),
            options=[
                discord.SelectOption(
                    value=value, label=budget.label(name, budget.OPTION_TEXT), emoji=next(iter(emoji), None)
                )
                for value, name, *emoji in choice.options[: budget.SELECT_OPTIONS]
            ],
        )
        return self._item(menu)

    def _packed(self, kind: str, arguments: Arguments) -> str:
        packed = "&".join(_packed_argument(name, value) for name, value in arguments.items())
        if budget.size(packed) <= budget.CUSTOM_ID - len(f"ndg0:{kind}:123456:"):
            return packed
        token = secrets.token_urlsafe(9)
        self._kept[token] = dict(arguments)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return f"~{token}"

    def _unpacked(self, packed: str) -> Arguments | None:
        if packed.startswith("~"):
            token = packed[1:]
            if token in self._kept:
                self._kept.move_to_end(token)
            return self._kept.get(token)
        return dict(_unpacked_argument(part) for part in packed.split("&") if part)


class _Jump(ui.Modal):
    """Asks which page to go to."""

    def __init__(self, pager: Pager, kind: str, arguments: Arguments, own: bool) -> None:
        super().__init__(title="Go to a page", timeout=300)
        self.number: ui.TextInput[_Jump] = ui.TextInput(max_length=6, placeholder="12")
        self.add_item(ui.Label(text="Page", component=self.number))
        self._pager = pager
        self._asked = kind, arguments, own

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Go to the page; what is not a number stays on the first."""
        kind, arguments, own = self._asked
        typed = self.number.value.strip()
        page = int(typed) if typed.isdecimal() else 1
        await self._pager.go(interaction, kind, arguments, page, own=own)

    async def on_error(  # type: ignore[override]
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Leave it to the pager's owner, who knows how to tell people."""
        if self._pager._failed is None:
            raise error
        await self._pager._failed(interaction, error)


def _item_class(pager: Pager) -> type[ui.DynamicItem[Any]]:
    """The class that discord.py makes from a pressed custom_id; it answers through its pager."""

    class PageItem(ui.DynamicItem[Any], template=_TEMPLATE):
        """A button or a menu of a page."""

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            """Answer the press."""
            data: Mapping[str, Any] = interaction.data or {}
            values = data.get("values") or [None]
            match = re.fullmatch(_TEMPLATE, self.custom_id)
            assert match is not None, "discord.py made the item because its custom_id matched"
            await pager.press(interaction, match, values[0])

        @classmethod
        async def from_custom_id(
            cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
        ) -> PageItem:
            """Wrap the pressed item."""
            return cls(item)

    return PageItem


def guild_of(interaction: discord.Interaction[Any]) -> int:
    """The guild whose newsdesk answers, 0 for the host's alone.

    A guild where the bot acts only because a reader has installed it for themselves has no newsdesk of its own.
    """
    only_reader = interaction.is_user_integration() and not interaction.is_guild_integration()
    return 0 if only_reader else interaction.guild_id or 0


def _is_own(interaction: discord.Interaction[Any]) -> bool:
    """Whether the presser is the one who ran the command; a message without a command, a digest, is _NOBODY's."""
    message = interaction.message
    if message is None:
        return False
    if message.flags.ephemeral:
        return True
    asked = message.interaction_metadata
    return asked is not None and asked.user.id == interaction.user.id


def _custom_id(action: Action, slot: int, kind: str, page: int, packed: str) -> str:
    # The template holds six digits; nobody presses on to page 1,000,000.
    return f"nd{action}{slot}:{kind}:{min(page, 999_999)}:{packed}"


def _packed_argument(name: str, value: str | int) -> str:
    mark = "#" if isinstance(value, int) else "="
    return f"{name}{mark}{_quoted(str(value))}"


def _unpacked_argument(part: str) -> tuple[str, str | int]:
    name, mark, value = re.split("([#=])", part, maxsplit=1)
    return name, int(value) if mark == "#" else unquote(value)


def _quoted(value: str) -> str:
    """`value` with the characters that mean something here, and all invisible ones, percent-encoded."""
    return "".join(char if char > "\x7f" and char.isprintable() else quote(char, safe=_SAFE) for char in value)
