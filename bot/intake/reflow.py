"""From the lines of a PDF's pages to paragraphs: without running heads, page numbers and hyphens at line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page|seite|p\.)?\s*\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?\W*", re.I)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"\w-$")
_EDGE_LINES = 2
_SHORT = 0.75


def reflow_pages(pages: Sequence[str]) -> str:
    """The text of pages as paragraphs with a blank line between.

    A paragraph ends at a blank line, or at a line that ends a sentence well before the usual end of lines.
    """
    lines = list(_without_furniture([page.splitlines() for page in pages]))
    lengths = [len(line) for line in lines if line]
    usual = median(lengths) if lengths else 0
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        if not line or (len(line) < _SHORT * usual and _SENTENCE_END.search(line)):
            paragraphs.append([])
    return "\n\n".join(_join(paragraph) for paragraph in paragraphs if paragraph)


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
        if _HYPHEN.search(text) and line[:1].islower():
            text = text[:-1] + line
        else:
            text += " " + line
    return text
