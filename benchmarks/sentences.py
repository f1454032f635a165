"""Score where the engine ends sentences.

usage: python benchmarks/sentences.py FILE... [--errors N]

Each FILE is CONLL-U with `# text` comments (`# newdoc` and `# newpar` tell documents and paragraphs where they are
given), or a document with a sentence on each line and an empty line between paragraphs. Told are precision, recall
and F1 of the boundaries between sentences, for each document as it is laid out (a paragraph a line) and for the same
with its line breaks lost, where headings and captions without a full stop run into what follows. What counts is
behind which of the text's characters that are not blank a sentence ends; that the last one ends with the document is
no merit. "inside" are the boundaries inside paragraphs only.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from bot.analysis.lines import read_lines
from bot.analysis.sentences import split_sentences

Paragraphs = list[list[str]]
WINDOW = 60


class Counts(NamedTuple):
    """Boundaries that are right, that were found, and that there are."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def plus(self, found: set[int], gold: set[int]) -> Counts:
        """These counts and those of one more text."""
        return Counts(self.right + len(found & gold), self.found + len(found), self.gold + len(gold))

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.gold)
        f1 = 2 * self.right / max(1, self.found + self.gold)
        return f"P {precision:6.2%}  R {recall:6.2%}  F1 {f1:6.2%}  of {self.gold}"


def main() -> None:
    """Print the scores of each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="CONLL-U, or a sentence a line")
    parser.add_argument("--errors", type=int, default=0, help="show so many errors of each file and layout")
    options = parser.parse_args()
    totals: dict[str, Counts] = {}
    for path in options.files:
        documents = [document for document in read_documents(path) if document]
        print(f"{path.name}: {sum(len(p) for document in documents for p in document)} sentences")
        for layout, gap in (("laid out", "\n\n"), ("breaks lost", " ")):
            inside, everywhere, errors = score(documents, gap)
            for name, counts in ((f"{layout}, inside", inside), (f"{layout}, all", everywhere)):
                print(f"  {name:20} {counts}")
                totals[name] = Counts(*map(sum, zip(totals.get(name, Counts()), counts, strict=True)))
            for error in errors[: options.errors]:
                print(f"    {error}")
    for name, counts in totals.items():
        print(f"all files, {name:20} {counts}")


def read_documents(path: Path) -> Iterator[Paragraphs]:
    """The documents of a file, paragraph for paragraph."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".conllu":
        yield from _read_conllu(lines)
    else:
        yield _in_paragraphs(lines)


def score(documents: Iterable[Paragraphs], gap: str) -> tuple[Counts, Counts, list[str]]:
    """The counts inside paragraphs and everywhere, and the errors in words; `gap` stands between paragraphs."""
    inside, everywhere, errors = Counts(), Counts(), []
    for paragraphs in documents:
        text = gap.join(" ".join(paragraph) for paragraph in paragraphs)
        written = "".join(text.split())
        ends = set(accumulate(map(_length, _split(text))))
        gold = set(accumulate(_length(sentence) for paragraph in paragraphs for sentence in paragraph))
        borders = set(accumulate(sum(map(_length, paragraph)) for paragraph in paragraphs))
        last = {len(written)}
        inside = inside.plus(ends - borders, gold - borders)
        everywhere = everywhere.plus(ends - last, gold - last)
        for at in sorted((ends ^ gold) - last):
            kind = "missed" if at in gold else "wrong "
            errors.append(f"{kind} {written[max(0, at - WINDOW) : at]} | {written[at : at + WINDOW]}")
    return inside, everywhere, errors


def _read_conllu(lines: Iterable[str]) -> Iterator[Paragraphs]:
    document: Paragraphs = []
    for line in lines:
        if line.startswith("# newdoc"):
            yield document
            document = []
        elif line.startswith("# newpar"):
            document.append([])
        elif line.startswith("# text = "):
            if not document:
                document.append([])
            document[-1].append(line.removeprefix("# text = ").strip())
    yield document


def _in_paragraphs(lines: Iterable[str]) -> Paragraphs:
    paragraphs: Paragraphs = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _split(text: str) -> Iterator[str]:
    for line in read_lines(text):
        for sentence in split_sentences(text, line):
            yield sentence.of(text)


def _length(words: str) -> int:
    return len("".join(words.split()))


if __name__ == "__main__":
    main()
