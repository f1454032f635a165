"""The text of a Word document. Runs in the worker."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.errors import UserError
from bot.intake.found import KINDS, found_text, real_title

_MAX_UNPACKED = 60_000_000


def read_docx(body: bytes) -> dict[str, Any]:
    """Its paragraphs and tables; a heading at the top is the title. Raises UserError for other archives."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    if "word/document.xml" not in sizes:
        raise UserError(f"That file is an archive or another program's document; upload {KINDS}.")
    if sum(sizes.values()) > _MAX_UNPACKED:
        raise UserError("That docx file is too large; save it without its pictures and try again.")
    document = docx.Document(io.BytesIO(body))
    title: str | None = None
    blocks: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            blocks += [", ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
        elif title is None and not blocks and _style(block).startswith(("Title", "Heading 1")):
            title = block.text
        else:
            blocks.append(block.text)
    stated = document.core_properties
    return found_text(
        "\n\n".join(filter(None, map(str.strip, blocks))),
        title=title or real_title(stated.title),
        author=stated.author if stated.author != "python-docx" else None,
    )


def _style(paragraph: Paragraph) -> str:
    return str(paragraph.style.name) if paragraph.style else ""
