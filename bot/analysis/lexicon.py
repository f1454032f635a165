"""Word lists of the engine, read once from `data/lexicon`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def read_lexicon(name: str) -> dict[str, frozenset[str]]:
    """The sections of `data/lexicon/<name>.txt`: a line `[section]` opens one, each other line is an entry.

    Blank lines and what follows a `#` at the start of a line are left out; entries before the first section stand
    under "".
    """
    sections: dict[str, set[str]] = {}
    entries = sections.setdefault("", set())
    text = files("data").joinpath("lexicon", f"{name}.txt").read_text(encoding="utf-8")
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            entries = sections.setdefault(line[1:-1], set())
        elif line and not line.startswith("#"):
            entries.add(line)
    return {section: frozenset(words) for section, words in sections.items()}


@cache
def word_list(name: str, section: str = "") -> frozenset[str]:
    """The words of one section of `data/lexicon/<name>.txt`, which may hold several to a line."""
    return frozenset(word for line in read_lexicon(name)[section] for word in line.split())
