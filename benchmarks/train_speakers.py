"""Train the weights by which a quotation is given to one of the candidates for its speaker.

usage: python benchmarks/train_speakers.py FOLDER [--out data/speakers.json]

FOLDER holds `train.jsonl`: a document a line, {"id", "text", "quotes": [{"start", "end", "speaker",
"speaker_spans"}]}, with all attributed quotations; what else stands between quotation marks nobody says. Every fifth
document is kept aside, never trained on, and only counted at the end. The model is a linear ranker: a candidate's
score is the sum of the weights of its features, and the softmax over the scores is fitted with AdaGrad.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bot.analysis.attribution import find_candidates
from bot.analysis.cues import PRONOUNS
from bot.analysis.document import read_document
from bot.analysis.marks import Marked, find_marked
from bot.analysis.names import find_names
from bot.analysis.sayings import Sayings
from bot.analysis.scene import Candidate, Scene, View

WEIGHTS = Path(__file__).parents[1] / "data" / "speakers.json"
KEPT_ASIDE = 5
EPOCHS, RATE, LEAST_OVERLAP = 6, 0.1, 0.8
ROUNDS = 4
"""The mean over so many orders of the examples: a single order moves the scores by chance."""
RAREST, LEAST_WEIGHT = 4, 0.04
"""A feature must occur in this many quotations, and weigh this much, to be kept."""


class Example(NamedTuple):
    """The features of each candidate for one quotation, and which of the candidates are right."""

    candidates: list[list[str]]
    right: frozenset[int]


def main() -> None:
    """Train, write the weights, and tell how many quotations get the right candidate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with train.jsonl")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    options = parser.parse_args()
    with (options.folder / "train.jsonl").open(encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    training = [d for number, d in enumerate(documents) if number % KEPT_ASIDE != KEPT_ASIDE - 1]
    aside = documents[KEPT_ASIDE - 1 :: KEPT_ASIDE]
    examples = list(read(training))
    weights = fit(examples)
    kept = {feature: round(weight, 2) for feature, weight in sorted(weights.items()) if abs(weight) > LEAST_WEIGHT}
    options.out.write_text(json.dumps(kept, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, part in (("trained on", examples), ("kept aside", list(read(aside)))):
        print(f"{name}: {share_right(part, kept):.1%} of {len(part)} quotations to be weighed")
    print(f"{len(kept)} weights in {options.out}")


def read(documents: Iterable[dict[str, Any]]) -> Iterator[Example]:
    """The quotations of the documents that need weighing, each with the right speaker of the one before it."""
    for given in documents:
        text = given["text"]
        document = read_document(text)
        names = find_names(document)
        marked = find_marked(text, document.lines)
        scene = Scene(document, names, marked, Sayings(document, names, marked))
        previous, previous_index = None, -1
        for index, quoted in enumerate(marked):
            gold = _gold(given["quotes"], quoted)
            candidates = find_candidates(View(scene, index, previous, previous_index), thorough=True)
            right = _right(scene, candidates, gold)
            if right and len(candidates) > 1:
                yield Example([candidate.features for candidate in candidates], frozenset(right))
            said = [candidates[i] for i in right if candidates[i].first >= 0]
            if gold is not None and said:
                previous, previous_index = min(said, key=lambda c: (c.saying is None, c.inherits)), index


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights under which the right candidates are likeliest."""
    seen = Counter(feature for example in examples for feature in {f for c in example.candidates for f in c})
    trimmed = [
        Example([[f for f in features if seen[f] >= RAREST] for features in example.candidates], example.right)
        for example in examples
    ]
    mean: dict[str, float] = {}
    for order in range(ROUNDS):
        for feature, weight in _descend(trimmed, random.Random(order)).items():
            mean[feature] = mean.get(feature, 0.0) + weight / ROUNDS
    return mean


def _descend(trimmed: list[Example], shuffled: random.Random) -> dict[str, float]:
    weights: dict[str, float] = {}
    squares: dict[str, float] = {}
    for _ in range(EPOCHS):
        shuffled.shuffle(trimmed)
        for example in trimmed:
            chances = _chances(example, weights)
            right = max(sum(chances[i] for i in example.right), 1e-9)
            for i, features in enumerate(example.candidates):
                slope = (chances[i] / right if i in example.right else 0.0) - chances[i]
                for feature in features:
                    squares[feature] = squares.get(feature, 1.0) + slope * slope
                    weights[feature] = weights.get(feature, 0.0) + RATE * slope / math.sqrt(squares[feature])
    return weights


def share_right(examples: Sequence[Example], weights: dict[str, float]) -> float:
    """The share of the quotations whose best candidate is right."""
    right = 0
    for example in examples:
        chances = _chances(example, weights)
        right += chances.index(max(chances)) in example.right
    return right / max(1, len(examples))


def _chances(example: Example, weights: dict[str, float]) -> list[float]:
    scores = [sum(weights.get(feature, 0.0) for feature in features) for features in example.candidates]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    total = sum(shares)
    return [share / total for share in shares]


def _gold(quotes: Sequence[dict[str, Any]], quoted: Marked) -> dict[str, Any] | None:
    start, end = quoted.span
    for quote in quotes:
        shared = min(quote["end"], end) - max(quote["start"], start)
        if shared > LEAST_OVERLAP * max(quote["end"] - quote["start"], end - start):
            return quote
    return None


def _right(scene: Scene, candidates: Sequence[Candidate], gold: dict[str, Any] | None) -> list[int]:
    """Which candidates are the gold speaker: by place, or by the last word of the name; nobody without gold."""
    if gold is None:
        return [len(candidates) - 1] if candidates[-1].first < 0 else []
    if not gold["speaker"]:
        return []
    return [i for i, candidate in enumerate(candidates) if candidate.first >= 0 and _is_gold(scene, candidate, gold)]


def _is_gold(scene: Scene, candidate: Candidate, gold: dict[str, Any]) -> bool:
    words, speaker = scene.words, gold["speaker"].lower()
    span = words.span(candidate.first, candidate.last)
    spans = gold["speaker_spans"] or []
    if any(start < span.end and span.start < end for start, end in spans):
        return True
    if speaker in ("who", "which", "that"):
        return bool(spans) and 0 <= spans[0][0] - span.end <= 3
    if speaker in PRONOUNS or (candidate.name is None and candidate.first == candidate.last):
        return False
    full = scene.names.of(candidate.name).full.of(scene.document.text) if candidate.name else ""
    last = full.lower().rpartition(" ")[2]
    return bool(last) and last in speaker.replace(",", " ").replace("’", " ").replace("'", " ").split()


if __name__ == "__main__":
    main()
