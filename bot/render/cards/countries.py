"""Where countries stand: the table of all, and every statement on one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.countries import country_flag, country_name
from bot.model import Found, Position, Question
from bot.render.budget import MESSAGE_TEXT, shorten, size
from bot.render.cards.parts import counted, heading, joined
from bot.render.escape import escape, link, safe_url
from bot.render.excerpt import marked, source, stamp, words
from bot.render.page import Block, Choice, Open, Page, Picture, Rule, Text, Window
from bot.render.stances import QUESTIONS, ROLE_WORDS, SILENCE, STANCE_SIGNS, STANCE_WORDS, Standing, said

COUNTRIES_PER_PAGE = 8
STATEMENTS_PER_PAGE = 4

_HEADING = 600
_ROW = (MESSAGE_TEXT - _HEADING) // COUNTRIES_PER_PAGE - 60
_STATEMENT = (MESSAGE_TEXT - _HEADING) // STATEMENTS_PER_PAGE
_SOURCE = 280
_OTHERS_SHOWN = 2
_OLD = timedelta(days=180)


def countries(
    window: Window[Standing],
    *,
    fleeing_from: str | None = None,
    question: Question | None = None,
    as_of: date | None = None,
    today: date | None = None,
    picture: Picture | None = None,
    mapped: str | None = None,
    history: str | None = "country",
) -> Page:
    """The table by stance: the newest statement of each country, and beside it those that differ.

    `today` lets old statements be marked. `picture` is the map, shown on the first page; it is about people who flee
    the draft of `mapped`. `history` is the kind of page that the menu of countries opens, with the arguments `country`
    and `fleeing_from`.
    """
    asked = joined(
        QUESTIONS[question] if question else None,
        _fleeing(fleeing_from),
        f"as of {stamp(as_of)}" if as_of else None,
    )
    if not window.items:
        return Page("countries", (heading("Where countries stand", asked), Text(SILENCE)))
    found = counted(window.total, "position", more=window.more)
    blocks: list[Block] = [heading("Where countries stand", joined(found, asked))]
    if picture is not None and window.number == 1:
        blocks.append(picture)
        if mapped and not fleeing_from:
            blocks.append(
                Text(f"-# The map shows {_fleeing(mapped)}; the option **fleeing_from** chooses another draft.")
            )
    for section in _sections(window.items, today, with_origin=fleeing_from is None):
        blocks += [Text(section), Rule()]
    blocks.append(Text(f"-# {_legend(window.items, today)}"))
    choice = _menu(window.items, history, fleeing_from) if history else None
    return Page("countries", tuple(blocks), window.number, window.count, choice=choice)


def country(
    window: Window[Found[Position]],
    code: str,
    *,
    fleeing_from: str | None = None,
    today: date | None = None,
    otherwise: int = 0,
    history: str = "country",
) -> Page:
    """Every statement on one country, newest first, with evidence, holder, date and source.

    `otherwise` counts the statements that there are whatever draft people flee from, told where none is found about
    that of `fleeing_from`; `history` is the kind of page that shows them.
    """
    asked = _fleeing(fleeing_from)
    name = _flagged(code)
    if not window.items:
        silence = (heading(name, asked or ""), Text(SILENCE))
        if not otherwise:
            return Page("countries", silence)
        told = counted(otherwise, "statement is", "statements are")
        more = Text(f"{told} on other drafts, or on one that is not named: press **All statements**.")
        return Page("countries", (*silence, more), opens=(Open("All statements", history, {"country": code}),))
    blocks: list[Block] = [
        heading(name, joined(counted(window.total, "statement", more=window.more), "newest first", asked))
    ]
    for found in window.items:
        blocks += [Rule(), Text(_statement(found, today, with_origin=fleeing_from is None)), _source(found)]
    return Page("countries", tuple(blocks), window.number, window.count)


def _sections(items: Sequence[Standing], today: date | None, *, with_origin: bool) -> list[str]:
    sections: list[str] = []
    before = None
    for standing in items:
        position = standing.position
        row = _row(standing, today, with_origin=with_origin)
        if position.stance == before:
            sections[-1] += f"\n{row}"
        else:
            sign, word = STANCE_SIGNS[position.stance], STANCE_WORDS[position.stance]
            sections.append(f"{sign} **{word}** · {QUESTIONS[position.question]}\n{row}")
        before = position.stance
    return sections


def _row(standing: Standing, today: date | None, *, with_origin: bool) -> str:
    position = standing.position
    name = f"{country_flag(position.country)} **{escape(country_name(position.country))}**"
    lines = [
        joined(name, f"fleeing {_flagged(position.fleeing_from)}" if with_origin and position.fleeing_from else None),
        f"-# {_who_and_when(standing.newest, today, 60)}",
    ]
    for other in standing.others[:_OTHERS_SHOWN]:
        sign, word = STANCE_SIGNS[other.finding.stance], STANCE_WORDS[other.finding.stance]
        lines.append(f"-# but {sign} {word}: {_who_and_when(other, today, 30)}")
    if len(standing.others) > _OTHERS_SHOWN:
        lines.append(f"-# and {len(standing.others) - _OTHERS_SHOWN} more that differ")
    lines[1] += _link(standing.newest, _ROW - sum(size(line) + 1 for line in lines))
    return "\n".join(lines)


def _link(found: Found[Position], room: int) -> str:
    """The outlet, else the title, as a link where there is room for its address."""
    name = shorten(found.article.outlet or found.article.title, 30)
    url = safe_url(found.article.link)
    linked = f" · {link(name, url)}"
    return linked if url and size(linked) <= room else f" · {escape(name)}"


def _statement(found: Found[Position], today: date | None, *, with_origin: bool) -> str:
    position, text = found.finding, found.article.text
    head = joined(
        f"**{STANCE_SIGNS[position.stance]} {STANCE_WORDS[position.stance]}**",
        QUESTIONS[position.question],
        f"fleeing {_flagged(position.fleeing_from)}" if with_origin and position.fleeing_from else None,
    )
    who = _who_and_when(found, today, 80)
    head += f"\n{who}" if found.finding.holder else f"\nthe article itself · {who}"
    marks = [position.holder] if position.holder else []
    room = min(500, _STATEMENT - size(head) - _SOURCE - 8)
    return f"{head}\n> {marked(text, position.evidence, marks, room)}"


def _source(found: Found[Position]) -> Text:
    return Text(f"-# {source(found.article, _SOURCE)}")


def _who_and_when(found: Found[Position], today: date | None, limit: int) -> str:
    position = found.finding
    holder = words(found.article.text, position.holder, limit)
    role = ROLE_WORDS[position.role]
    day = said(found)
    old = "⌛ " if today is not None and today - day > _OLD else ""
    when = f"{old}{stamp(day)} ({stamp(day, 'R')})"
    if not position.said:
        when = f"article of {when}" if found.article.published else f"date unknown, added {when}"
    return joined(f"{holder} ({role})" if holder and role else holder, when)


def _legend(items: Sequence[Standing], today: date | None) -> str:
    old = today is not None and any(today - said(standing.newest) > _OLD for standing in items)
    legend = "⌛ said more than six months ago. " if old else ""
    unlisted = "A country that is not listed: no statement found in the stored articles, which is not a no."
    return f"{legend}The menu shows the sentences behind each row. {unlisted}"


def _menu(items: Sequence[Standing], history: str, fleeing_from: str | None) -> Choice:
    codes = dict.fromkeys(standing.position.country for standing in items)
    return Choice(
        "Every statement on one country …",
        history,
        "country",
        [(code, country_name(code), country_flag(code)) for code in codes],
        {"fleeing_from": fleeing_from} if fleeing_from else {},
    )


def _fleeing(origin: str | None) -> str | None:
    return f"people fleeing the draft of {_flagged(origin)}" if origin else None


def _flagged(code: str) -> str:
    return f"{country_flag(code)} {escape(country_name(code))}"
