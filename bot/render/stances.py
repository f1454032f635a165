"""The words and signs for what a country does, and the table of who stands where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from bot.countries import country_name
from bot.model import STANCES, Found, Position, Question, Role, Stance

QUESTIONS: dict[Question, str] = {
    "entry": "Entry",
    "protection": "Protection",
    "return": "Return",
}
STANCE_WORDS: dict[Stance, str] = {
    "visa_free": "visa-free entry",
    "visa_required": "visa required",
    "restricted": "entry restricted",
    "closed": "border closed",
    "accepts": "accepts",
    "case_by_case": "decides case by case",
    "refuses": "refuses",
    "undecided": "undecided",
    "will_not_return": "will not return them",
    "returns": "returns them",
}
# Told apart by their shapes, because not everybody sees their colours apart.
STANCE_SIGNS: dict[Stance, str] = {
    "visa_free": "🟢",
    "visa_required": "🪪",
    "restricted": "🔶",
    "closed": "⛔",
    "accepts": "✅",
    "case_by_case": "⚖️",
    "refuses": "❌",
    "undecided": "❔",
    "will_not_return": "🛡️",
    "returns": "↩️",
}
ROLE_WORDS: dict[Role, str] = {
    "government": "government",
    "court": "court",
    "parliament": "parliament",
    "opposition": "opposition",
    "other": "",
}
SILENCE = (
    "No statement found in the stored articles. That is not a no: it may be told elsewhere, or in words that were not "
    "recognised. **/search** looks through the texts themselves."
)
"""What is said where nothing was found; the engine does not find all that a text states."""

# Who is in danger asks first who will take them in.
_ASKED_FIRST: tuple[Question, ...] = ("protection", "entry", "return")
_ORDER = [stance for question in _ASKED_FIRST for stance in STANCES[question]]


_Subject: TypeAlias = tuple[str, Question, str | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a country stands on one question: its newest statement, and the newest of each stance that differs."""

    newest: Found[Position]
    others: tuple[Found[Position], ...]

    @property
    def position(self) -> Position:
        """The newest statement."""
        return self.newest.finding


def standings(found: Iterable[Found[Position]]) -> list[Standing]:
    """The table by question, stance and country's name, from statements in any order.

    Statements about another country's draft are about something else: they differ without disagreeing. What somebody
    says who does not speak for the country, such as its opposition, stands beside what others say and never above.
    """
    by_article: dict[tuple[_Subject, int], list[Found[Position]]] = {}
    for one in found:
        position = one.finding
        subject = (position.country, position.question, position.fleeing_from)
        by_article.setdefault((subject, one.article.id), []).append(one)
    told = [(subject, sorted(group, key=_governing)) for (subject, _), group in by_article.items()]
    by_subject: dict[_Subject, dict[Stance, Found[Position]]] = {}
    for subject, group in sorted(told, key=lambda entry: _newness(entry[1][0]), reverse=True):
        for one in group:
            by_subject.setdefault(subject, {}).setdefault(one.finding.stance, one)
    table = [Standing(newest, tuple(others)) for newest, *others in (list(by.values()) for by in by_subject.values())]
    return sorted(table, key=_place)


def said(found: Found[Position]) -> date:
    """The day of a statement: when it was said, else when the article was published or added."""
    return found.finding.said or found.article.dated.date()


def _speaks_for_country(position: Position) -> bool:
    """Whether the statement is the country's own, or the article's on it."""
    return position.holder is None or position.role in ("government", "court", "parliament")


def _governing(found: Found[Position]) -> tuple[bool, int, int, bool, int]:
    """A key that is least for the statement which governs in its article, as the engine has told it."""
    position = found.finding
    newest_first = -said(found).toordinal()
    return (
        not _speaks_for_country(position),
        position.place,
        newest_first,
        position.said is None,
        position.evidence.start,
    )


def _newness(found: Found[Position]) -> tuple[bool, bool, date, bool, datetime]:
    """A key that is greatest for the newest of several articles' governing statements.

    One that nobody has dated, neither the text nor its publication, is not new because it was stored lately.
    """
    finding, article = found.finding, found.article
    dated = finding.said is not None or article.published is not None
    return _speaks_for_country(finding), dated, said(found), finding.said is not None, article.dated


def _place(standing: Standing) -> tuple[int, str, str]:
    position = standing.position
    return _ORDER.index(position.stance), country_name(position.country), position.fleeing_from or ""
