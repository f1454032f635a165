"""Who says what: direct quotations, fragments and reported statements, each with its speaker."""

from bot.analysis.document import Document
from bot.model import Quotation


def find_quotations(document: Document) -> tuple[Quotation, ...]:
    """All quotations of the text, in text order."""
    return ()
