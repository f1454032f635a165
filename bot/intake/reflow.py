"""From the lines of a PDF's pages to paragraphs: without running heads, page numbers and hyphens at line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page|seite|p\.)?\s*\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?\W*", re.I)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"\w-$")
_EDGE_LINES = 2
# Letters have different widths: a line may be this much shorter than the longest and still be full.
_FULL = 0.95


def reflow_pages(pages: Sequence[str]) -> str:
    """The text of pages as paragraphs with a blank line between.

    A paragraph ends at a blank line, or where a sentence ends and the next line's first word would still have fit.
    """
    lines = list(_without_furniture([page.splitlines() for page in pages]))
    width = _usual_width(lines)
    paragraphs: list[list[str]] = [[]]
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if line:
            paragraphs[-1].append(line)
        room = len(line) + 1 + len(following.partition(" ")[0]) <= _FULL * width
        if not line or (room and _SENTENCE_END.search(line)):
            paragraphs.append([])
    return "\n\n".join(_join(paragraph) for paragraph in paragraphs if paragraph)


def _usual_width(lines: Iterable[str]) -> int:
    """The length of a full line, a few overlong ones left out."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _without_furniture(pages: Sequence[Sequence[str]]) -> Iterable[str]:
    stripped = [[" ".join(line.split()) for line in page] for page in pages]
    edges = Counter(shape for page in stripped for shape in {_shape(line) for line in _edge(page)})
    repeated = {shape for shape, count in edges.items() if count >= max(3, len(pages) // 3)}
    for page in stripped:
        edge = set(_edge(page))
        for line in page:
            if line in edge and (_shape(line) in repeated or _PAGE_NUMBER.fullmatch(line)):
                continue
            yield line


def _edge(page: Sequence[str]) -> list[str]:
    filled = [line for line in page if line]
    return filled[:_EDGE_LINES] + filled[-_EDGE_LINES:]


def _shape(line: str) -> str:
    return _NUMBER.sub("0", line)


def _join(lines: Sequence[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        if not _HYPHEN.search(text):
            text += " " + line
        else:
            text = (text[:-1] if line[:1].islower() else text) + line
    return text
