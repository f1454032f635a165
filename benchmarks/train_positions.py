"""Fit the weights that tell a country's position, or score them on texts kept aside.

usage: python benchmarks/train_positions.py SETS [--check] [--write data/positions.json]

The texts are those in `benchmarks/positions/*.jsonl`, written for this, a text a line: {"text", "positions":
[{"country", "position", "evidence", "also"?}]}, with the evidence as it stands in the text. The patterns of
`stances.txt` were written without them. They were written with `benchmarks/positions/read/*.jsonl`, the passages and
sentences of the tests and SETS/countries/dev.jsonl: there the model must not learn to trust the patterns, so it does
not see what they found. All other texts of SETS state no position. Needs scikit-learn.

A sentence with the evidence of a country is an example of its position; the other sentences of that country are left
out, and those of countries without a position are examples of none. --check fits five times to four fifths of the
texts that the patterns do not know and tells how the fifth is read: with a position, with the right one, the right
sentence among those with a position, and the share of texts without a position that get one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-not-found]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

from bot.analysis.document import read_document
from bot.analysis.position_features import Unit
from bot.analysis.position_model import NONE, SCALE, Model
from bot.analysis.positions import find_units
from bot.analysis.quotations import find_quotations
from bot.analysis.weighing import LABELS, judge, of_patterns

Row = dict[str, Any]

HERE = Path(__file__).parent
TEXTS = HERE / "positions"
TESTS = HERE.parent / "tests" / "analysis"
OTHERS = ("summary/dev.jsonl", "quotes/train.jsonl", "quotes/dev.jsonl", "numbers/who_says_dev.jsonl")
LEAD = "Russian men are fleeing the mobilisation. "
MARK = re.compile(r"\{[A-Z,]+\}")

FOLDS = 5
STRENGTH = 0.5
SELDOM = 2
"""A feature of fewer examples is no feature."""
WEAKEST = 8
"""Smaller weights, in hundredths, are left out where no label has a greater one."""
WEIGHT_OF_NONE, WEIGHT_OF_OTHERS = 0.5, 0.15


class Example(NamedTuple):
    """A unit with its label; `weight` is how much it counts."""

    features: frozenset[str]
    label: str
    weight: float


class Text(NamedTuple):
    """A labelled text with its units."""

    text: str
    positions: list[Row]
    units: list[Unit]


def main() -> None:
    """Print the scores, or write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, help="the folder with the sets")
    parser.add_argument("--check", action="store_true", help="score on what is kept aside")
    parser.add_argument("--write", type=Path, help="where to write the weights")
    options = parser.parse_args()
    unread = [read(row) for file in sorted(TEXTS.glob("*.jsonl")) for row in rows_of(file)]
    sources = [*sorted(TEXTS.glob("read/*.jsonl")), options.sets / "countries" / "dev.jsonl"]
    known = [read(row) for file in sources for row in rows_of(file)] + [
        read(row) for row in (*passages(), *predicates())
    ]
    others = [read(row) for name in OTHERS for row in rows_of(options.sets / name)[::2] if "text" in row]
    fixed = [example for text in known for example in examples(text, blind=True)]
    fixed += [example._replace(weight=WEIGHT_OF_OTHERS) for text in others for example in examples(text)]
    if options.check:
        check(unread, fixed)
    if options.write:
        write(train([example for text in unread for example in examples(text)] + fixed), options.write)


def rows_of(file: Path) -> list[Row]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def passages() -> Iterable[Row]:
    """The passages that the tests read, with the whole passage as evidence where none is marked."""
    for block in (TESTS / "passages.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith(("#", "["))]
        if len(lines) < 2:
            continue
        marked = " ".join(lines[1:])
        text = MARK.sub("", marked)
        positions = []
        for country, stance in re.findall(r"([A-Z]{2}) (\w+)", lines[0]):
            shown = re.search(rf"\{{[A-Z,]*{country}[A-Z,]*\}}([^.!?]*)", marked)
            evidence = MARK.sub("", shown.group(1)).strip() if shown else text
            positions.append({"country": country, "position": LABELS[stance], "evidence": evidence})
        yield {"text": text, "positions": positions}


def predicates() -> Iterable[Row]:
    """The sentences about Norway that the tests read."""
    for line in (TESTS / "predicates.txt").read_text(encoding="utf-8").splitlines():
        stance, _, sentence = line.removeprefix("? ").partition(" ")
        if stance in (*LABELS, "none"):
            position = {"country": "NO", "position": LABELS.get(stance, stance), "evidence": sentence}
            yield {"text": LEAD + sentence, "positions": [] if stance == "none" else [position]}


def read(row: Row) -> Text:
    """A text, analysed."""
    document = read_document(row["text"])
    return Text(row["text"], row.get("positions", []), find_units(document, find_quotations(document)))


def examples(text: Text, *, blind: bool = False) -> Iterable[Example]:
    """The examples of a text, if `blind` without what the patterns found."""
    gold = {position["country"]: position for position in text.positions}
    for unit in text.units:
        label = NONE
        if unit.country in gold:
            if not shows(text.text, gold[unit.country], *unit.sentence):
                continue
            label = gold[unit.country]["position"]
        features = frozenset(feature for feature in unit.features if not (blind and of_patterns(feature)))
        yield Example(features, label, WEIGHT_OF_NONE if label == NONE else 1.0)


def shows(text: str, position: Row, start: int, end: int) -> bool:
    """Whether a stretch of a text touches the evidence of a position."""
    at = text.find(position["evidence"])
    return start < at + len(position["evidence"]) and at < end


def train(found: Sequence[Example]) -> Model:
    """The weights of a multinomial logistic regression, as they are stored."""
    counts = Counter(feature for example in found for feature in example.features)
    rows = [{name: 1.0 for name in sorted(example.features) if counts[name] >= SELDOM} for example in found]
    vectors = DictVectorizer()
    fitted = LogisticRegression(C=STRENGTH, max_iter=500).fit(
        vectors.fit_transform(rows), [example.label for example in found], [example.weight for example in found]
    )
    columns = {
        name: [round(SCALE * value) for value in fitted.coef_[:, at]] for name, at in vectors.vocabulary_.items()
    }
    weights = {name: tuple(column) for name, column in columns.items() if max(map(abs, column)) >= WEAKEST}
    return Model(tuple(fitted.classes_), tuple(round(SCALE * value) for value in fitted.intercept_), weights)


def check(texts: list[Text], known: list[Example]) -> None:
    """Print how well texts kept aside are read."""
    order = texts[:]
    random.Random(1).shuffle(order)
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        aside, others = order[fold::FOLDS], [text for at, text in enumerate(order) if at % FOLDS != fold]
        model = train([example for text in others for example in examples(text)] + known)
        for text in aside:
            counts.update(score(text, model))
    both = counts["gold"] + counts["found"]
    print(f"{len(texts)} texts, {counts['gold']} positions")
    print(f"position {2 * counts['any'] / both:.3f}  exact {2 * counts['exact'] / both:.3f}"
          f"  or defended {2 * counts['defended'] / both:.3f}  evidence {counts['evidence'] / counts['any']:.3f}"
          f"  without one {counts['false'] / counts['none']:.3f}")  # fmt: skip


def score(text: Text, model: Model) -> Counter[str]:
    """What is right and wrong in a text."""
    gold = {position["country"]: position for position in text.positions}
    counts = Counter(gold=len(gold), none=int(not gold))
    for country, verdict in judge(text.units, model).items():
        if not verdict.holds:
            continue
        counts["found"] += 1
        counts["false"] = int(not gold)
        if country in gold:
            position = gold[country]
            counts["any"] += 1
            counts["exact"] += verdict.label == position["position"]
            counts["defended"] += verdict.label in {position["position"], *position.get("also", [])}
            counts["evidence"] += shows(text.text, position, *verdict.unit.sentence)
    return counts


def write(model: Model, file: Path) -> None:
    """Write the weights, a feature a line."""
    lines = [f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(values, separators=(',', ':'))}"
             for name, values in sorted(model.weights.items())]  # fmt: skip
    head = f'{{"labels": {json.dumps(model.labels)},\n"bias": {json.dumps(model.bias)},\n"weights": {{\n'
    file.write_text(head + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
