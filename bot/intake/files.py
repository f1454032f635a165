"""From an uploaded file to text: txt, md, html, pdf and docx, told by content rather than name. Runs in the worker."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.errors import UserError
from bot.intake.charsets import decode_text, wide_codec
from bot.intake.extract import read_html
from bot.intake.found import KINDS, found_text

_TEXT_NAMES = frozenset({"txt", "text", "md", "markdown", "html", "htm", "xhtml"})
_HTML = re.compile(
    rb"\s{0,1000}(?:<\?xml.{0,200}?\?>\s{0,100})?(?:<!--.{0,2000}?-->\s{0,100})?"
    rb"<(?:!doctype html|html|head|body|article)[\s>]",
    re.I | re.S,
)
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
    ending = name.rpartition(".")[2].strip().lower() if "." in name else ""
    if not body.strip(b"\0 \t\r\n"):
        raise UserError("That file is empty; upload one with the article's text.")
    found = _reader(body, ending)(body)
    if not found["text"].strip():
        raise UserError("That file holds no text; upload one with the article's text.")
    return found


def _reader(body: bytes, ending: str) -> Callable[[bytes], dict[str, Any]]:
    # Each library is imported with the first file that needs it: most workers only ever see pages.
    if b"%PDF-" in body[:1024]:
        from bot.intake.pdf import read_pdf

        return partial(_read_or_refuse, read_pdf, "PDF")
    if body.startswith(b"PK\x03\x04"):
        from bot.intake.word import read_docx

        return partial(_read_or_refuse, read_docx, "docx file")
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError("That is an old Word file or a locked one; save it as docx without a password and try again.")
    if ending in {"pdf", "docx"}:
        raise UserError(f"That file is named {ending} but is none; export the document again and upload that.")
    other = next((kind for start, kind in _OTHERS if body.startswith(start)), None)
    if other is not None:
        raise UserError(f"That file is {other}; upload {KINDS}.")
    if ending and ending not in _TEXT_NAMES:
        raise UserError(f"Files of that kind are not read; upload {KINDS}.")
    if b"\0" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")) and wide_codec(body) is None:
        raise UserError(f"That file is not a text; upload {KINDS}.")
    start = body[:8192].replace(b"\0", b"")
    if ending in {"html", "htm", "xhtml"} or _HTML.match(start.lstrip(b"\xef\xbb\xbf\xff\xfe")):
        return _read_html
    if ending not in {"md", "markdown"}:
        return _read_txt
    from bot.intake.markdown import read_markdown

    return read_markdown


def _read_html(body: bytes) -> dict[str, Any]:
    return {**read_html(body), "laid_out": True}


def _read_txt(body: bytes) -> dict[str, Any]:
    return found_text(decode_text(body))


def _read_or_refuse(read: Callable[[bytes], dict[str, Any]], kind: str, body: bytes) -> dict[str, Any]:
    try:
        return read(body)
    except (UserError, MemoryError):
        raise
    except Exception:
        # The libraries raise whatever their parsers trip over, from zlib's errors to AttributeError.
        raise UserError(f"That {kind} is damaged; save the document again and upload that.") from None
