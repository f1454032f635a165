"""Key phrases: the topics of a text."""

from bot.analysis.document import Document
from bot.model import Span


def find_phrases(document: Document, *, language: str) -> tuple[Span, ...]:
    """The phrases that tell what the text is about, the most telling first."""
    return ()
