"""A digest's edition as it stands in a channel, and the list of all its articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.countries import country_flag, country_name
from bot.model import (
    Analysis,
    Article,
    DigestPlan,
    Edition,
    Found,
    Headline,
    Length,
    Position,
    PositionChange,
    Quantity,
    Quotation,
    Span,
    Story,
)
from bot.render.budget import MESSAGE_TEXT, shorten, size
from bot.render.cards.lists import LATEST_PER_PAGE, entry
from bot.render.cards.parts import counted, heading, joined
from bot.render.escape import escape, link
from bot.render.excerpt import dated, marked, quoted, stamp, title, words
from bot.render.figures import figure
from bot.render.page import Block, Choice, Open, Page, Rule, Text, Window
from bot.render.stances import QUESTIONS, STANCE_SIGNS, STANCE_WORDS, said

EDITION = "edition"
"""The kind of page that lists an edition's articles; its button is also what an edition's message is known by."""
MOST_STORIES: dict[Length, int] = {"headlines": 12, "short": 8, "full": 5}
"""How many stories one message shows at most: more are no pleasure to read on a phone."""

_HEADING = 300
_TAIL = 160
_CHANGES = 1_100
_MOST_CHANGES = 5
_OTHERS = 4
_SENTENCES = 3
_NUMBERS = 3
_SENTENCE = 300
_SUMMARY = 520


def digest(
    stories: Sequence[Story],
    changes: Sequence[PositionChange],
    plan: DigestPlan,
    *,
    due: datetime,
    edition: int | None = None,
) -> Page:
    """One message with what changed and the newest stories; what does not fit is behind a button.

    Without the id of an `edition` it is a preview, which has no button and calls nobody.
    """
    articles = sum(len(story.articles) for story in stories)
    told = counted(len(stories), "story", "stories") if len(stories) == articles else _grouped(len(stories), articles)
    called = f"<@&{plan.role}>" if plan.role and edition is not None and stories else None
    head = heading("🗞️ News digest", joined(stamp(due, "f"), told if stories else None, called))
    if not stories:
        return Page("news", (head, Text("Nothing new since the last digest.")), opens=_opens(edition, changed=False))
    blocks: list[Block] = [head]
    shown_changes = _changes(changes, pressable=edition is not None) if "countries" in plan.parts and changes else ""
    if shown_changes:
        blocks += [Rule(), Text(shown_changes)]
    room = MESSAGE_TEXT - _HEADING - _TAIL - size(shown_changes)
    shown = 0
    for story in stories[: MOST_STORIES[plan.length]]:
        text = _story(story, plan)
        if size(text) > room:
            break
        room -= size(text)
        blocks += [Rule(), Text(text)] if plan.length != "headlines" or not shown else [Text(text)]
        shown += 1
    if len(stories) > shown:
        more = counted(len(stories) - shown, "more story", "more stories")
        where = ": press **All articles**" if edition is not None else ", behind a button"
        blocks += [Rule(), Text(f"-# and {more}{where}.")]
    menu = [(str(story.lead.id), story.lead.title) for story in stories[:25]]
    return Page(
        "news",
        tuple(blocks),
        opens=_opens(edition, changed=bool(shown_changes)),
        choice=Choice("Summarise…", "summary", "article", menu, {}),
    )


def edition_articles(window: Window[Headline], edition: Edition) -> Page:
    """A page of the list of all articles that an edition tells of."""
    told = joined(stamp(edition.posted or edition.due, "f"), counted(window.total, "article"))
    head = heading("🗞️ All articles of this digest", told)
    if not window.items:
        return Page("news", (head, Text("None of its articles is stored here any more.")))
    entries = "\n".join(entry(headline) for headline in window.items)
    return Page("news", (head, Text(entries)), window.number, window.count)


EDITION_PER_PAGE = LATEST_PER_PAGE


def _opens(edition: int | None, *, changed: bool) -> tuple[Open, ...]:
    if edition is None:
        return ()
    countries = (Open("Countries", "countries", {}, "🌍"),) if changed else ()
    return (Open("All articles", EDITION, {"edition": edition}, "📰"), *countries)


def _grouped(stories: int, articles: int) -> str:
    return f"{counted(articles, 'article')} in {counted(stories, 'story', 'stories')}"


def _changes(changes: Sequence[PositionChange], *, pressable: bool) -> str:
    lines = ["**What changed**"]
    room = _CHANGES - 80
    for change in changes[:_MOST_CHANGES]:
        line = _change(change)
        if size(line) + 1 > room:
            break
        room -= size(line) + 1
        lines.append(line)
    if left := len(changes) - len(lines) + 1:
        where = ": press **Countries**" if pressable else ", behind a button"
        lines.append(f"-# and {counted(left, 'more position')}{where}.")
    return "\n".join(lines)


def _change(change: PositionChange) -> str:
    position, article = change.after.finding, change.after.article
    origin = position.fleeing_from
    name = f"{country_flag(position.country)} **{escape(country_name(position.country))}**"
    outlet = shorten(article.outlet or article.title, 30)
    source = link(outlet, article.link)
    day = stamp(said(change.after))
    quiet = joined(
        QUESTIONS[position.question],
        f"fleeing {country_flag(origin)} {escape(country_name(origin))}" if origin else None,
        f"first statement found, {day}" if change.before is None else f"{stamp(said(change.before))} → {day}",
        words(article.text, position.holder, 60),
        source if size(source) < 200 else escape(outlet),
    )
    before = f"{_stance(change.before)} → " if change.before else ""
    return f"{name} {before}**{_stance(change.after)}**\n-# {quiet}"


def _stance(found: Found[Position]) -> str:
    stance = found.finding.stance
    return f"{STANCE_SIGNS[stance]} {STANCE_WORDS[stance]}"


def _story(story: Story, plan: DigestPlan) -> str:
    lead = story.lead
    outlet = escape(shorten(lead.outlet, 40)) if lead.outlet else None
    lines = [f"**{title(lead, 330)}**", f"-# {joined(outlet, dated(lead))}"]
    if story.analysis is not None and plan.length != "headlines":
        lines += _findings(lead, story.analysis, plan)
    if story.others:
        lines.append(_also(story.others))
    return "\n".join(lines)


def _findings(article: Article, analysis: Analysis, plan: DigestPlan) -> list[str]:
    parts: list[Callable[[], list[str]]] = []
    full = plan.length == "full"
    if "summaries" in plan.parts:
        parts.append(lambda: _sentences(article, analysis, _SENTENCES if full else 1))
    if "numbers" in plan.parts:
        shown = _whole(article.text, analysis.summary, _SENTENCES) if "summaries" in plan.parts and full else []
        # Those in the sentences above stand out there already.
        keys = [key for key in analysis.key_quantities() if not any(span.covers(key.span) for span in shown)]
        parts.append(lambda: _numbers(article, keys, _NUMBERS if full else 1))
    if "quotations" in plan.parts:
        parts.append(lambda: _said(article, analysis.quotations))
    # A short digest shows one thing of each story, the first that there is.
    found = [lines for part in parts if (lines := part())]
    return [line for lines in (found if full else found[:1]) for line in lines]


def _sentences(article: Article, analysis: Analysis, count: int) -> list[str]:
    marks = [one.span for one in analysis.key_quantities()]
    place = {span: index for index, span in enumerate(analysis.sentences)}
    runs: list[str] = []
    before = -2
    for span in _whole(article.text, analysis.summary, count):
        sentence, index = marked(article.text, span, marks, _SENTENCE), place.get(span, -1)
        if runs and index == before + 1:
            runs[-1] += f" {sentence}"
        else:
            runs.append(sentence)
        before = index
    return ["\n-# ⋯\n".join(runs)] if runs else []


def _whole(text: str, ranked: Sequence[Span], count: int) -> list[Span]:
    """The most telling sentences that fit together without being cut, in text order; the first one in any case."""
    chosen: list[Span] = []
    room = _SENTENCE if count == 1 else _SUMMARY
    for span in ranked:
        # Marks in bold and escapes take a little more than the words.
        cost = size(escape(span.of(text)[:2_000])) + 16
        if not chosen or cost <= room:
            chosen.append(span)
            room -= cost
        if len(chosen) == count:
            break
    return sorted(chosen)


def _numbers(article: Article, keys: Sequence[Quantity], count: int) -> list[str]:
    lines = []
    for key in keys[:count]:
        what = words(article.text, key.of, 60)
        lines.append(f"- **{escape(shorten(figure(key), 90))}**" + (f" · {what}" if what else ""))
    return lines


def _said(article: Article, quotations: Sequence[Quotation]) -> list[str]:
    whole = [one for one in quotations if one.kind == "direct" and one.speaker is not None]
    if not whole:
        return []
    # Long enough to say something, short enough to be shown whole.
    chosen = max(whole, key=lambda one: min(len(one.span.of(article.text)), 200))
    name = words(article.text, chosen.speaker, 60)
    return [quoted(article.text, chosen.span, 280), f"> -# {name}" if name else ""]


def _also(others: Sequence[Headline]) -> str:
    names = []
    room = 420
    for other in others[:_OTHERS]:
        name = link(shorten(other.outlet or other.title, 30), other.link)
        if size(name) > room:
            break
        room -= size(name)
        names.append(name)
    left = len(others) - len(names)
    return f"-# Also: {' · '.join(names)}" + (
        f" · and {left} more" if left and names else f"{left} more" if left else ""
    )
