"""Text from outside, made fit to be kept: one kind of line break, no hidden characters, paragraphs apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.errors import UserError

MAX_TEXT = 200_000
"""Characters kept of one article; a long novel chapter has 60,000."""

_MIN_WEIGHT = 200
_MIN_SENTENCES = 2
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, soft hyphens, zero-width and byte-order marks, bidirectional overrides, unpaired surrogates, non-characters;
# the joiners U+200C and U+200D stay, because Persian, Hindi and emoji are written with them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)|[。！？]|[।؟۔]")
# One of these says as much as two or three letters.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def clean_text(text: str) -> str:
    """A text with plain line breaks and spaces, composed characters, at most one blank line in a row, and no end."""
    text = _HIDDEN.sub("", _BREAKS.sub("\n", text[: 4 * MAX_TEXT]))
    lines = (_SPACES.sub(" ", line).strip(" ") for line in unicodedata.normalize("NFC", text).split("\n"))
    return cut_text(_BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n"))


def clean_line(text: str | None, *, longest: int = 300) -> str | None:
    """The same for a title or a name: one line, None where nothing remains."""
    line = " ".join(clean_text((text or "")[: 20 * longest]).split())
    if len(line) > longest:
        line = line[: longest - 1].rsplit(" ", 1)[0] + "…"
    return line or None


def cut_text(text: str) -> str:
    """At most MAX_TEXT characters, cut between paragraphs where there are any, else anywhere."""
    if len(text) <= MAX_TEXT:
        return text
    cut = text.rfind("\n\n", MAX_TEXT // 2, MAX_TEXT)
    return text[: cut if cut > 0 else MAX_TEXT].rstrip()


def join_paragraphs(paragraphs: Iterable[str]) -> str:
    """The text of an article: its paragraphs, one blank line between two of them."""
    lines = (" ".join(paragraph.split()) for paragraph in paragraphs)
    return cut_text("\n\n".join(line for line in lines if line))


def weigh(text: str) -> int:
    """How much a text says, in letters of an alphabet."""
    return len(text) + 2 * len(_DENSE.findall(text))


def is_enough(text: str) -> bool:
    """Whether a text is long enough to be an article: about 200 letters in two sentences."""
    if weigh(text[:_MIN_WEIGHT]) < _MIN_WEIGHT:
        return False
    ends = _SENTENCE_END.finditer(text)
    return all(next(ends, None) is not None for _ in range(_MIN_SENTENCES))


def require_enough(text: str, *, what: str) -> None:
    """Raises UserError where `what`, for example "That file", holds too little to be an article."""
    if not is_enough(text):
        raise UserError(
            f"{what} is too short for an article: at least two sentences and {_MIN_WEIGHT} letters are needed."
        )
