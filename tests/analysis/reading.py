"""How the tests read positions: the governing one of each country."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.analysis.document import read_document
from bot.analysis.positions import find_positions
from bot.analysis.quotations import find_quotations
from bot.model import Position

PUBLISHED = datetime(2024, 3, 15, 9, 0, tzinfo=UTC)


def positions_in(
    text: str, *, title: str | None = None, published: datetime | None = PUBLISHED
) -> tuple[Position, ...]:
    """All positions of a text."""
    document = read_document(text, title=title)
    return find_positions(document, find_quotations(document), published=published)


def governing(text: str) -> dict[str, str]:
    """The first position of each country: the stance that stands, as the text tells it."""
    stances: dict[str, str] = {}
    for position in positions_in(text):
        stances.setdefault(position.country, position.stance)
    return stances
