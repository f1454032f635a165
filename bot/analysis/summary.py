"""The sentences that tell most of a text."""

from bot.analysis.document import Document
from bot.model import Span

MOST = 8


def rank_sentences(document: Document, *, language: str) -> tuple[Span, ...]:
    """Up to eight sentences, the most telling first; any first n of them stand together as a summary."""
    return document.sentences[:MOST]
