"""What the readers of files hand over, and what they share."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from bot.intake.texts import MAX_TEXT, clean_line

KINDS = "txt, md, html, pdf or docx"
"""The kinds of file that are read, as refusals name them."""


def found_text(
    text: str,
    *,
    title: str | None = None,
    author: str | None = None,
    outlet: str | None = None,
    published: datetime | None = None,
) -> dict[str, Any]:
    """A text that still has to be laid out, with the title, author, outlet and date that the file states."""
    return {
        "text": text[: 2 * MAX_TEXT],
        "title": clean_line(title),
        "author": clean_line(author, longest=80),
        "outlet": clean_line(outlet, longest=80),
        "published": published.isoformat() if published else None,
        "laid_out": False,
    }


def real_title(title: str | None) -> str | None:
    """The stated title, where it is one and no file name that some program wrote there."""
    cleaned = clean_line(title)
    if cleaned is None or " " not in cleaned or re.search(r"\.\w{2,5}$|^Microsoft Word|^untitled", cleaned, re.I):
        return None
    return cleaned
