"""Numbers with their units, what they measure and who gives them."""

from collections.abc import Sequence

from bot.analysis.document import Document
from bot.model import Quantity, Quotation


def find_quantities(document: Document, quotations: Sequence[Quotation]) -> tuple[Quantity, ...]:
    """All quantities of the text, in text order; the quotations tell who gives each number."""
    return ()
