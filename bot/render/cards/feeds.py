"""What editors see of their feeds: which they follow, how each does, what a poll has brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model import Feed, Subscription
from bot.render.budget import shorten
from bot.render.cards.parts import counted, heading, joined
from bot.render.escape import escape, link, safe_url
from bot.render.excerpt import stamp, title
from bot.render.page import Block, Page, Rule, Text, Window
from bot.store import Added

FEEDS_PER_PAGE = 7

_MOST_TITLES = 8
_OUTCOMES = {"added": "", "restored": "♻️ ", "updated": "✏️ ", "known": ""}


def feeds_page(window: Window[Subscription], articles: Mapping[int, int]) -> Page:
    """A guild's feeds with their health; `articles` counts what each has brought, by the feed's id."""
    if not window.items:
        return Page("help", (heading("Feeds"), Text("There is none yet: **/feed add** follows one.")))
    failing = sum(one.feed.problem is not None for one in window.items)
    blocks: list[Block] = [heading("Feeds", counted(window.total, "feed"))]
    for subscription in window.items:
        lines = [f"**{_named(subscription.feed, 60)}**", *_health(subscription)]
        lines.append("-# " + joined(counted(articles.get(subscription.feed.id, 0), "article"), _filters(subscription)))
        blocks += [Rule(), Text("\n".join(lines))]
    return Page("error" if failing else "help", tuple(blocks), window.number, window.count)


def feed_followed(
    subscription: Subscription,
    added: Sequence[Added],
    *,
    new: bool,
    entries: int,
    waiting: int = 0,
    others: Sequence[tuple[str, str | None]] = (),
) -> Page:
    """An editor's confirmation that a feed is followed, with what it began with and what else its site has."""
    done = "✅ **Followed**" if new else "✅ **Changed**"
    lines = [f"{done}: {_named(subscription.feed, 200)}"]
    if only := _filters(subscription, 600):
        lines.append(f"**Takes** · {only}")
    elif not new:
        lines.append("**Takes** · all of its articles")
    if new:
        lines.append(f"-# {counted(entries, 'entry', 'entries')} in the feed; what is new from now on comes by itself.")
    blocks: list[Block] = [Text("\n".join(lines)), *_brought(added, waiting)]
    if others:
        named = "\n".join(
            f"- {escape(shorten(name or address, 80))}: {escape(shorten(address, 160))}" for address, name in others[:5]
        )
        blocks += [Rule(), Text(f"This site has other feeds, too:\n{named}")]
    return Page("done", tuple(blocks))


def feed_checked(
    subscription: Subscription,
    added: Sequence[Added],
    *,
    problem: str | None,
    changed: bool,
    entries: int,
    waiting: int,
) -> Page:
    """What an editor's own poll of a feed has brought."""
    name = _named(subscription.feed, 200)
    if problem is not None:
        line = f"⚠️ {name}\n{escape(shorten(problem, 600))}"
        return Page("error", (Text(line), *(Text(one) for one in _health(subscription)[1:])))
    if added:
        head = f"✅ {name}: {counted(len(added), 'article')}"
    elif changed:
        head = f"✅ {name}: it works, and has nothing new among its {counted(entries, 'entry', 'entries')}."
    else:
        head = f"✅ {name}: it works, and has not changed since the last time."
    return Page("done", (Text(head), *_brought(added, waiting), Text(_times(subscription.feed))))


def feed_done(done: str, subscription: Subscription, note: str) -> Page:
    """An editor's confirmation of something else that was done to a feed."""
    return Page("done", (Text(f"{done}: {_named(subscription.feed, 200)}\n-# {note}"),))


def feeds_imported(done: int, total: int, known: int, refused: Sequence[tuple[str, str]], *, over: bool = True) -> Page:
    """How far the import of a list of feeds is; `refused` are addresses with the sentence why."""
    if not over:
        return Page("notice", (Text(f"⏳ Importing {counted(total, 'feed')}: {done:,} done."),))
    new = done - known - len(refused)
    lines = [f"✅ **Imported**: {counted(new, 'feed')}"]
    if known:
        lines.append(f"{counted(known, 'feed was', 'feeds were')} followed already.")
    if new:
        lines.append("-# They are asked one after the other from now on; **/feed list** tells how each does.")
    blocks: list[Block] = [Text("\n".join(lines))]
    if refused:
        told = "\n".join(f"- {escape(shorten(url, 120))}\n  {escape(shorten(why, 160))}" for url, why in refused[:6])
        more = f"\n… and {len(refused) - 6} more." if len(refused) > 6 else ""
        blocks += [Rule(), Text(f"⚠️ {counted(len(refused), 'address was', 'addresses were')} refused:\n{told}{more}")]
    return Page("done" if new or known else "error", tuple(blocks))


def _named(feed: Feed, limit: int) -> str:
    name = shorten(feed.name, limit)
    # An address that is longer than the rest of its entry would push others off the page.
    url = safe_url(feed.url)
    return link(name, url) if url and len(url) <= 120 else escape(name)


def _health(subscription: Subscription) -> list[str]:
    feed = subscription.feed
    if feed.ended:
        return [f"⛔ Ended {stamp(feed.ended, 'R')}: {escape(shorten(feed.problem or '', 100))}"]
    lines = []
    if subscription.paused:
        lines.append(f"⏸️ Paused {stamp(subscription.paused, 'R')}: **/feed resume** goes on")
    if feed.problem and feed.failing_since:
        since = f"fails since {stamp(feed.failing_since, 'R')}, {counted(feed.failures, 'time')}"
        lines.append(f"⚠️ {since}: {escape(shorten(feed.problem, 100))}")
    elif not subscription.paused:
        lines.append("✅ works" if feed.succeeded else "⏳ not asked yet")
    if not subscription.paused:
        lines.append(_times(feed))
    return lines


def _times(feed: Feed) -> str:
    last = f"last asked {stamp(feed.polled, 'R')}" if feed.polled else None
    following = f"next {stamp(feed.next_poll, 'R')}" if feed.next_poll else None
    return f"-# {joined(last, following)}"


def _filters(subscription: Subscription, limit: int = 90) -> str | None:
    told = [
        f"{name} {', '.join(f'“{word}”' for word in words)}"
        for name, words in (("only with", subscription.include), ("never with", subscription.exclude))
        if words
    ]
    return escape(shorten("; ".join(told), limit)) if told else None


def _brought(added: Sequence[Added], waiting: int) -> list[Block]:
    lines = [f"- {_OUTCOMES[one.outcome]}{title(one.article, 250)}" for one in added[:_MOST_TITLES]]
    if len(added) > _MOST_TITLES:
        lines.append(f"- … and {len(added) - _MOST_TITLES} more")
    if waiting:
        lines.append(f"-# {counted(waiting, 'entry waits', 'entries wait')} for a later poll.")
    return [Text("\n".join(lines))] if lines else []
