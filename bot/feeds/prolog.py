"""What stands before the root of an XML document, taken off so that no parser ever reads it. Runs in the worker."""

from __future__ import annotations

import re

from bot.errors import UserError
from bot.intake.charsets import decode_html, wide_codec

_ENTITY = re.compile(r"<!\s{0,10}ENTITY", re.I)
_DOCTYPE_END = re.compile(r"[\[>]")
_NEXT = re.compile(r"<[^\s!?]|<[!?]")
_STEPS = 1_000


def decode_xml(body: bytes, *, claimed: str | None) -> str:
    """The characters of a document; `claimed` is the character set of the HTTP header."""
    unmarked = None if body.startswith((b"\xff\xfe", b"\xfe\xff")) else wide_codec(body)
    # White space before the declaration is not allowed, common, and hides the declared character set.
    text = body.decode(unmarked, "replace") if unmarked else decode_html(body.lstrip(), claimed=claimed)
    return text.replace("\0", "").lstrip("\ufeff")


def root_of(text: str, *, what: str) -> str:
    """The document from its root element on; a UserError, which begins with `what`, where it declares entities.

    A document type without entities is taken off with the rest, so that none is ever looked up either.
    """
    place = 0
    for _ in range(_STEPS):
        found = _NEXT.search(text, place)
        if found is None:
            return ""
        place = found.start()
        if text.startswith("<?", place):
            end = text.find("?>", place)
            size = 2
        elif text.startswith("<!--", place):
            end = text.find("-->", place + 4)
            size = 3
        elif text.startswith("<!", place):
            end, size = _doctype_end(text, place, what), 1
        else:
            return text[place:]
        if end < 0:
            return ""
        place = end + size
    return ""


def _doctype_end(text: str, place: int, what: str) -> int:
    found = _DOCTYPE_END.search(text, place)
    if found is None:
        return -1
    if found.group() == ">":
        return found.start()
    # An entity can be declared here only; a small one can unfold into gigabytes, or name a file of this machine.
    if _ENTITY.search(text, found.start()):
        raise UserError(f"{what} declares entities, which feeds do not need and attacks use; it is not read.")
    end = text.find("]", found.start())
    return text.find(">", end) if end >= 0 else -1
