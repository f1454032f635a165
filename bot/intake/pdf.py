"""The text of a PDF. Runs in the worker."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError

from bot.errors import UserError
from bot.intake.advice import PASTE
from bot.intake.found import found_text, real_title
from bot.intake.reflow import reflow_pages

_MAX_PAGES = 300


def read_pdf(body: bytes) -> dict[str, Any]:
    """The paragraphs of its first 300 pages; raises UserError where it is locked or only pictures."""
    reader = PdfReader(io.BytesIO(body))
    if reader.is_encrypted and not _unlock(reader):
        raise UserError("That PDF is locked with a password; save it without one and try again.")
    texts = [page.extract_text() for page in reader.pages[:_MAX_PAGES]]
    if sum(len(text.strip()) for text in texts) < 20 * len(texts):
        raise UserError(
            f"That PDF has no text in it, only pictures of pages: run text recognition (OCR) on it, or {PASTE}."
        )
    stated = reader.metadata
    return found_text(
        reflow_pages(texts),
        title=real_title(stated.title) if stated else None,
        author=stated.author if stated else None,
    )


def _unlock(reader: PdfReader) -> bool:
    """Whether the empty password opens it, as it does where only printing or copying is forbidden."""
    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False
