"""What countries do about people who flee a military draft."""

from collections.abc import Sequence
from datetime import datetime

from bot.analysis.document import Document
from bot.model import Position, Quotation


def find_positions(
    document: Document, quotations: Sequence[Quotation], *, published: datetime | None
) -> tuple[Position, ...]:
    """All country positions that the text states, in text order; the quotations tell who holds them."""
    return ()
