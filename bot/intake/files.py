"""From an uploaded file to text: txt, md, html, pdf and docx, told by content rather than name. Runs in the worker."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pypdf import PdfReader
from pypdf.errors import DependencyError

from bot.errors import UserError
from bot.intake.advice import PASTE
from bot.intake.charsets import decode_text
from bot.intake.extract import read_html
from bot.intake.reflow import reflow_pages
from bot.intake.texts import MAX_TEXT, clean_line

_KINDS = "txt, md, html, pdf or docx"
_TEXT_NAMES = frozenset({"txt", "text", "md", "markdown", "html", "htm", "xhtml"})
_MAX_PAGES = 300
_MAX_DOCX = 60_000_000
_HTML = re.compile(
    r"\s{0,1000}(?:<\?xml.{0,200}?\?>\s{0,100})?(?:<!--.{0,2000}?-->\s{0,100})?"
    r"<(?:!doctype html|html|head|body|article)[\s>]",
    re.I | re.S,
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.{0,5000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
_FRONT_FIELD = re.compile(r"^(title|author|date)[ \t]*:[ \t]*[\"']?(.{1,300}?)[\"']?[ \t]*$", re.M | re.I)
# First bytes of what people upload by mistake.
_OTHERS = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"II*\0", "a picture"),
    (b"RIFF", "a picture or sound"), (b"\0\0\0", "a film or a picture"), (b"\x1aE\xdf\xa3", "a film"),
    (b"ID3", "sound"), (b"OggS", "sound"), (b"{\\rtf", "an RTF document"), (b"%!PS", "a PostScript document"),
    (b"\x1f\x8b", "an archive"), (b"7z\xbc\xaf", "an archive"), (b"Rar!", "an archive"), (b"BZh", "an archive"),
    (b"\xfd7zXZ", "an archive"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"#!/", "a program"),
)  # fmt: skip


def read_file(body: bytes, *, name: str) -> dict[str, Any]:
    """The text of a file, with title, author and date where it states them.

    HTML comes as a packed article; the others as `text` with `laid_out` false, since their text may still begin
    with a title and hold page furniture. Raises UserError, with one sentence, for every file that is no article.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if not body.strip(b"\0 \t\r\n"):
        raise UserError("That file is empty; upload one with the article's text.")
    found = _reader(body, ending)(body)
    if not found["text"].strip():
        raise UserError("That file holds no text; upload one with the article's text.")
    return found


def _reader(body: bytes, ending: str) -> Callable[[bytes], dict[str, Any]]:
    if b"%PDF-" in body[:1024]:
        return partial(_read_or_refuse, _read_pdf, "PDF")
    if body.startswith(b"PK\x03\x04"):
        return partial(_read_or_refuse, _read_docx, "docx file")
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError("That is an old Word file or a locked one; save it as docx without a password and try again.")
    if ending in {"pdf", "docx"}:
        raise UserError(f"That file is named {ending} but is none; export the document again and upload that.")
    other = next((kind for start, kind in _OTHERS if body.startswith(start)), None)
    if other is not None:
        raise UserError(f"That file is {other}; upload {_KINDS}.")
    if ending and ending not in _TEXT_NAMES:
        raise UserError(f"Files of that kind are not read; upload {_KINDS}.")
    if b"\0" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")) and body[:2].find(0) < 0:
        raise UserError(f"That file is not a text; upload {_KINDS}.")
    if ending in {"html", "htm", "xhtml"} or _HTML.match(decode_text(body[:8192])):
        return _read_html
    return _read_markdown if ending in {"md", "markdown"} else _read_txt


def _read_html(body: bytes) -> dict[str, Any]:
    return {**read_html(body), "laid_out": True}


def _read_txt(body: bytes) -> dict[str, Any]:
    return _found(decode_text(body))


def _read_markdown(body: bytes) -> dict[str, Any]:
    source = decode_text(body).replace("\r\n", "\n")[: 2 * MAX_TEXT]
    stated: dict[str, str] = {}
    front = _FRONT_MATTER.match(source)
    if front is not None:
        stated = {field[1].lower(): field[2] for field in _FRONT_FIELD.finditer(front[1])}
        source = source[front.end() :]
    title, blocks = _read_blocks(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source))
    return _found("\n\n".join(blocks), title=stated.get("title") or title, author=stated.get("author"))


def _read_blocks(tokens: list[Token]) -> tuple[str | None, list[str]]:
    """The first heading, and the other blocks as plain text; the cells of a table's row are joined."""
    title: str | None = None
    blocks: list[str] = []
    cells: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type in {"fence", "code_block"}:
            blocks.append(token.content.strip())
        elif token.type == "tr_close":
            blocks.append(", ".join(filter(None, cells)))
            cells.clear()
        elif token.type == "inline":
            text = _inline_text(token.children or [])
            opened = before.type if before else ""
            if opened == "heading_open" and title is None and not blocks:
                title = text
            elif opened in {"td_open", "th_open"}:
                cells.append(text)
            elif text:
                blocks.append(text)
    return title, blocks


def _inline_text(tokens: list[Token]) -> str:
    kept = (
        token.content if token.type in {"text", "code_inline"} else " " * token.type.endswith("break")
        for token in tokens
    )
    return " ".join("".join(kept).split())


def _read_or_refuse(read: Callable[[bytes], dict[str, Any]], kind: str, body: bytes) -> dict[str, Any]:
    try:
        return read(body)
    except (UserError, MemoryError):
        raise
    except Exception:
        # The libraries raise whatever their parsers trip over, from zlib's errors to AttributeError.
        raise UserError(f"That {kind} is damaged; save the document again and upload that.") from None


def _read_pdf(body: bytes) -> dict[str, Any]:
    reader = PdfReader(io.BytesIO(body))
    if reader.is_encrypted and not _unlock(reader):
        raise UserError("That PDF is locked with a password; save it without one and try again.")
    texts = [page.extract_text() for page in reader.pages[:_MAX_PAGES]]
    if sum(len(text.strip()) for text in texts) < 20 * len(texts):
        raise UserError(
            f"That PDF has no text in it, only pictures of pages: run text recognition (OCR) on it, or {PASTE}."
        )
    stated = reader.metadata
    return _found(
        reflow_pages(texts),
        title=_real_title(stated.title) if stated else None,
        author=stated.author if stated else None,
    )


def _unlock(reader: PdfReader) -> bool:
    """Whether the empty password opens it, as it does where only printing or copying is forbidden."""
    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


def _real_title(title: str | None) -> str | None:
    """The stated title, where it is one and no file name that some program wrote there."""
    cleaned = clean_line(title)
    if cleaned is None or " " not in cleaned or re.search(r"\.\w{2,5}$|^Microsoft Word|^untitled", cleaned, re.I):
        return None
    return cleaned


def _read_docx(body: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    if "word/document.xml" not in sizes:
        raise UserError(f"That file is an archive or another program's document; upload {_KINDS}.")
    if sum(sizes.values()) > _MAX_DOCX:
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
    return _found(
        "\n\n".join(filter(None, map(str.strip, blocks))),
        title=title or _real_title(stated.title),
        author=stated.author if stated.author != "python-docx" else None,
    )


def _style(paragraph: Paragraph) -> str:
    return str(paragraph.style.name) if paragraph.style else ""


def _found(text: str, *, title: str | None = None, author: str | None = None) -> dict[str, Any]:
    return {
        "text": text[: 2 * MAX_TEXT],
        "title": clean_line(title),
        "author": clean_line(author, longest=80),
        "laid_out": False,
    }
