"""Measure how well copies of one text are told from other articles, on a labelled set made from the sample articles.

usage: python benchmarks/near_duplicates.py

Copies: each sample with another title and, in turn, 5, 10 and 15 % of its words replaced, its end cut to 70, 50 and
40 %, cut to 60 % and 10 % replaced, and with a note put above it. Others: pairs of different samples, follow-ups that
repeat a fifth and a third of an older story, corrections, and pages of the next day whose numbers have changed.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations

from bot.samples import load_samples
from bot.stories import SHARED, Print, are_copies, make_print

DAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
WORDS = ("report", "early", "several", "officials", "later", "people", "large", "plan", "near", "week", "until", "many")

Pair = tuple[str, bool, Print, Print]


def main() -> None:
    """Print precision and recall, and each kind of pair with its share of right answers."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    pairs = list(_pairs())
    kinds: dict[str, list[bool]] = {}
    found = right = copies = 0
    for kind, expected, one, other in pairs:
        # As the store does it: the sketches choose whom to compare.
        told = len(set(one.sketch) & set(other.sketch)) >= SHARED and are_copies(one, other)
        kinds.setdefault(kind, []).append(told == expected)
        found, copies, right = found + told, copies + expected, right + (told and expected)
    print(f"{len(pairs)} pairs, {copies} of them copies: precision {right / found:.3f}, recall {right / copies:.3f}")
    for kind, answers in kinds.items():
        print(f"  {kind:32} {sum(answers):3} of {len(answers)} right")


def _pairs() -> Iterator[Pair]:
    texts = [sample.text for sample in load_samples() if "Greek ferry" not in sample.title]
    chance = random.Random(11)
    for text in texts:
        for share in (0.05, 0.1, 0.15):
            yield _pair(f"{share:.0%} of the words replaced", True, text, _edited(text, share, chance), hours=6)
        for share in (0.7, 0.5, 0.4):
            yield _pair(f"end cut to {share:.0%}", True, text, text[: int(len(text) * share)], hours=20)
        cut = text[: int(len(text) * 0.6)]
        yield _pair("cut to 60 %, 10 % replaced", True, text, _edited(cut, 0.1, chance), hours=6)
        yield _pair("with a note above", True, text, f"This story first appeared elsewhere.\n\n{text}", hours=40)
        yield _pair("correction", False, text, _edited(text, 0.02, chance), hours=3, title="Correction: a story")
        yield _pair("page of the next day", False, text, _other_numbers(text, chance), hours=24)
    for old, new in zip(texts, texts[1:] + texts[:1], strict=True):
        for share in (0.2, 0.33):
            told_again = new[: int(len(new) * (1 - share))] + old[-int(len(old) * share) :]
            yield _pair(f"follow-up, {share:.0%} background", False, old, told_again, hours=14)
    for one, other in combinations(texts, 2):
        yield _pair("different stories", False, one, other, hours=2)


def _pair(kind: str, copy: bool, one: str, other: str, *, hours: int, title: str = "Another title") -> Pair:
    return kind, copy, make_print("A story", one, DAY), make_print(title, other, DAY + timedelta(hours=hours))


def _edited(text: str, share: float, chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) if chance.random() < share else word for word in text.split(" "))


def _other_numbers(text: str, chance: random.Random) -> str:
    return re.sub(r"\d+", lambda found: str(int(found[0]) + chance.randint(1, 40)), text)


if __name__ == "__main__":
    main()
