"""Train the weights by which a quotation is given to one of the candidates for its speaker.

usage: python benchmarks/train_speakers.py FOLDER [--out data/speakers.json]

FOLDER holds `train.jsonl`: a document a line, {"id", "text", "quotes": [{"start", "end", "speaker",
"speaker_spans"}]}, with all attributed quotations; what else stands between quotation marks nobody says. What is
written is fitted to all documents; how well unread ones are weighed is told of every fifth, by weights fitted to the
others. The model is a linear ranker: a candidate's score is the sum of the weights of its features, and the softmax
over the scores is fitted to the right ones while the weights are held near zero.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np  # comes with rouge-score

from bot.analysis.attribution import find_candidates
from bot.analysis.cues import PRONOUNS
from bot.analysis.document import read_document
from bot.analysis.marks import Marked, find_marked
from bot.analysis.names import find_names
from bot.analysis.sayings import Sayings
from bot.analysis.scene import Candidate, Scene, View

WEIGHTS = Path(__file__).parents[1] / "data" / "speakers.json"
KEPT_ASIDE = 5
LEAST_OVERLAP = 0.8
ROUNDS, RATE, STRENGTH = 300, 0.03, 1.5
"""`STRENGTH` holds the weights near zero; with 1 to 2 they did best on folds left out in turn."""
RAREST, LEAST_WEIGHT = 3, 0.04
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
    read_texts = [list(read([document])) for document in documents]
    others = [e for number, text in enumerate(read_texts) if number % KEPT_ASIDE != KEPT_ASIDE - 1 for e in text]
    aside = [e for text in read_texts[KEPT_ASIDE - 1 :: KEPT_ASIDE] for e in text]
    tried = kept_weights(others)
    for name, part in (("fitted to", others), ("kept aside", aside)):
        print(f"{name}: {share_right(part, tried):.1%} of {len(part)} quotations to be weighed")
    kept = kept_weights([e for text in read_texts for e in text])
    options.out.write_text(json.dumps(kept, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
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


def kept_weights(examples: Sequence[Example]) -> dict[str, float]:
    """The fitted weights that are large enough to matter, by feature."""
    weights = fit(examples)
    return {feature: round(weight, 2) for feature, weight in sorted(weights.items()) if abs(weight) > LEAST_WEIGHT}


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights under which the right candidates are likeliest."""
    seen = Counter(feature for example in examples for feature in {f for c in example.candidates for f in c})
    number = {feature: i for i, feature in enumerate(sorted(f for f in seen if seen[f] >= RAREST))}
    rows = [[number[f] for f in features if f in number] for example in examples for features in example.candidates]
    column, row = np.concatenate(rows).astype(int), np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    sizes = [len(example.candidates) for example in examples]
    starts, group = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    right = np.array([float(i in example.right) for example in examples for i in range(len(example.candidates))])
    weights, mean, square = (np.zeros(len(number)) for _ in range(3))
    for step in range(1, ROUNDS + 1):
        scores = np.bincount(row, weights[column], len(rows))
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        chances = odds / np.add.reduceat(odds, starts)[group]
        hoped = right * odds / np.maximum(np.add.reduceat(right * odds, starts), 1e-12)[group]
        slope = np.bincount(column, (hoped - chances)[row], len(number)) - STRENGTH * weights
        # Adam's rule: every weight moves at its own pace.
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {feature: float(weights[i]) for feature, i in number.items()}


def share_right(examples: Sequence[Example], weights: dict[str, float]) -> float:
    """The share of the quotations whose best candidate is right."""
    right = 0
    for example in examples:
        scores = [sum(weights.get(feature, 0.0) for feature in features) for features in example.candidates]
        right += scores.index(max(scores)) in example.right
    return right / max(1, len(examples))


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
