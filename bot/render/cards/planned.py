"""What editors see of their digests: what was understood, what would be posted, what was posted, how the desk is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from bot.model import Digest, DigestPlan, Edition, EditionState, Headline
from bot.render.budget import shorten
from bot.render.cards.parts import counted, heading, joined
from bot.render.escape import escape
from bot.render.excerpt import stamp, title
from bot.render.page import Block, Open, Page, Rule, Text, Window

DIGESTS_PER_PAGE = 5
EDITIONS_PER_PAGE = 8
LEFT_OUT_PER_PAGE = 8

_SIGNS: dict[EditionState, str] = {
    "due": "⏳",
    "rendered": "⏳",
    "sending": "⏳",
    "posted": "✅",
    "failed": "❌",
    "skipped": "⏭️",
}
_STATES: dict[EditionState, str] = {
    "due": "being made",
    "rendered": "waiting to be sent",
    "sending": "being sent",
    "posted": "posted",
    "failed": "failed",
    "skipped": "skipped",
}


class Told(NamedTuple):
    """A digest's plan in words: when, which articles, which parts."""

    when: str
    filters: Sequence[str]
    parts: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A digest in the list, with its newest edition and that one's address."""

    digest: Digest
    when: str
    last: Edition | None
    link: str | None


def plan_page(done: str, digest: Digest, told: Told, *, warning: str | None = None, opens: tuple[Open, ...]) -> Page:
    """An editor's confirmation: what was understood, and when the digest is posted next."""
    plan = digest.plan
    zone = escape(plan.schedule.zone)
    lines = [f"**When** · {escape(told.when)} ({zone})"]
    if digest.next_due is None:
        lines.append("**Next** · paused: **/digest resume** goes on")
    else:
        lines.append(f"**Next** · {_when(digest.next_due)}")
    lines.append(f"**Shows** · {_shown(plan, told.parts)}")
    only = "; ".join(escape(shorten(one, 400)) for one in told.filters)
    lines.append(f"**Takes** · {only or 'all articles of this newsdesk'}")
    lines.append(f"**Pings** · {f'<@&{plan.role}>' if plan.role else 'nobody'}")
    lines.append(f"**Quiet days** · {'says that nothing is new' if plan.quiet_posts else 'posts nothing'}")
    if plan.publish:
        lines.append("**Publishes** · each edition, to the channels that follow this one")
    blocks: list[Block] = [Text(f"✅ **{done}**: <#{plan.channel}>"), Text("\n".join(lines))]
    if warning:
        blocks += [Rule(), Text(f"⚠️ {escape(warning)}")]
    return Page("done", tuple(blocks), opens=opens)


def preview_page(
    message: Page, left_out: Window[tuple[Headline, str]], number: int, *, channel: int, silent: bool = False
) -> Page:
    """Page 1 is the message as it would be posted now; the further ones tell why other articles are left out.

    With `silent` nothing would be posted.
    """
    count = 1 + (left_out.count if left_out.total else 0)
    if number <= 1 or not left_out.total:
        note = f"{counted(left_out.total, 'article')} left out: ▶️ tells why" if left_out.total else "nothing left out"
        note = joined("nothing would be posted" if silent else None, note)
        blocks = (*message.blocks, Text(f"-# 👁️ Preview for <#{channel}>, seen by you only · {note}"))
        return replace(message, blocks=blocks, number=1, count=count, opens=(), choice=None)
    entries = [f"**{title(article, 280)}**\n-# {escape(shorten(why, 160))}" for article, why in left_out.items]
    head = heading("Left out, and why", counted(left_out.total, "article"))
    return Page("notice", (head, Text("\n".join(entries))), min(number, count), count)


def digests_page(window: Window[Listed]) -> Page:
    """A guild's digests: when each is due next, what became of the last edition, and why one is paused."""
    if not window.items:
        return Page("help", (heading("Digests"), Text("There is none yet: **/digest create** makes one.")))
    blocks: list[Block] = [heading("Digests", counted(window.total, "digest"))]
    for listed in window.items:
        digest = listed.digest
        lines = [f"<#{digest.plan.channel}> · **{escape(listed.when)}** · {escape(digest.plan.schedule.zone)}"]
        if digest.next_due is not None:
            lines.append(f"Next: {_when(digest.next_due)}")
        elif digest.paused_because:
            lines.append(f"⏸️ Paused by the bot: {escape(shorten(digest.paused_because, 300))}")
        else:
            lines.append("⏸️ Paused by an editor")
        lines.append(f"-# Last: {_result(listed.last, listed.link) if listed.last else 'nothing was due yet'}")
        blocks += [Rule(), Text("\n".join(lines))]
    return Page("help", tuple(blocks), window.number, window.count)


def log_page(window: Window[Edition], name: str, links: Sequence[str | None]) -> Page:
    """A digest's editions, the newest first: when due, when posted, where, how many tries, what went wrong."""
    head = heading("Log of a digest", joined(escape(name), counted(window.total, "edition")))
    if not window.items:
        return Page("help", (head, Text("Nothing was due yet.")))
    entries = []
    for edition, link in zip(window.items, links, strict=True):
        entries.append(f"Due {stamp(edition.due, 'f')}\n-# {_result(edition, link)}")
    return Page("help", (head, Text("\n".join(entries))), window.number, window.count)


def done_page(sentence: str) -> Page:
    """A confirmation of one sentence, Markdown of ours."""
    return Page("done", (Text(sentence),))


def desk_page(done: str, rows: Sequence[tuple[str, str]], opens: tuple[Open, ...] = ()) -> Page:
    """How the desk is set up and how it is: names and Markdown of ours."""
    lines = "\n".join(f"**{name}** · {value}" for name, value in rows)
    return Page("done" if done.startswith("✅") else "help", (Text(done), Text(lines)), opens=opens)


def _shown(plan: DigestPlan, parts: str) -> str:
    if plan.length == "full":
        return f"full stories: {escape(parts)}"
    changes = ", and what countries changed" if "countries" in plan.parts else ""
    return f"{'titles' if plan.length == 'headlines' else 'one sentence of each story'}{changes}"


def _when(moment: datetime) -> str:
    return f"{stamp(moment, 'F')} ({stamp(moment, 'R')})"


def _result(edition: Edition, link: str | None) -> str:
    tries = counted(edition.attempts, "try", "tries") if edition.attempts > 1 else None
    posted = stamp(edition.posted, "f") if edition.posted else None
    where = f"[message]({link})" if link and edition.message else None
    note = escape(shorten(edition.note, 260)) if edition.note else None
    return joined(f"{_SIGNS[edition.state]} {_STATES[edition.state]}", posted, where, tries, note)
