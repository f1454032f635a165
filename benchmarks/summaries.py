"""Score summaries of three sentences, or fit the weights that sentences are ranked by.

usage: python benchmarks/summaries.py SETS [--part dev] [--fit]

SETS holds `summary/<part>.jsonl`: a document a line, {"text", "refs": [summary, ...]}. Told is the ROUGE F1 (package
rouge-score, stemmed; the mean over the references) beside that of the first three sentences, for all documents and for
every third, which is never fitted to.

--fit prints weights of a ridge regression on the other two thirds. A sentence's target is the share of the reference's
words and pairs of words in it, less what its length costs: in an F1 of 0.25 each word must be right one time in eight.
The weights in the engine are near these; `words`, `long`, `asks` and `headline` were set by hand: the references ask
nothing, the documents have no headlines, and shorter sentences did better than the fit says.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ridge import ridge
from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]
from rouge_score.tokenizers import DefaultTokenizer  # type: ignore[import-untyped]

from bot.analysis.document import Document, read_document
from bot.analysis.language import detect_language
from bot.analysis.summary import Features, rank_sentences, read_features, read_speech
from bot.analysis.topics import Topics, read_topics

KEPT_ASIDE = 3
SENTENCES = 3
KINDS = ("rouge1", "rouge2", "rougeLsum")
COST, COST_OF_PAIRS = 0.125, 0.05
RIDGE = 5.0


class Case(NamedTuple):
    """A document with the summaries that people wrote of it."""

    document: Document
    topics: Topics
    references: list[str]


def main() -> None:
    """Print the scores, or the fitted weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, help="the folder with the sets")
    parser.add_argument("--part", default="dev")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    cases = read_cases(options.sets / "summary" / f"{options.part}.jsonl")
    if options.fit:
        weights = fit([case for i, case in enumerate(cases) if i % KEPT_ASIDE != KEPT_ASIDE - 1])
        print("  ".join(f"{name}={weight:.4f}" for name, weight in zip(Features._fields, weights, strict=True)))
        return
    for name, some in (("all", cases), ("kept aside", cases[KEPT_ASIDE - 1 :: KEPT_ASIDE])):
        report(f"{name}, chosen", some, _chosen)
        report(f"{name}, the first three", some, _first)


def read_cases(path: Path) -> list[Case]:
    """The documents of a file, laid out."""
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        document = read_document(given["text"])
        topics = read_topics(document, language=detect_language(document))
        cases.append(Case(document, topics, given["refs"]))
    return cases


def report(name: str, cases: Sequence[Case], choose: Callable[[Case], str]) -> None:
    """Print the mean scores of one way of choosing."""
    scorer, totals = RougeScorer(KINDS, use_stemmer=True), dict.fromkeys(KINDS, 0.0)
    for case in cases:
        for reference in case.references:
            for kind, score in scorer.score(reference, choose(case)).items():
                totals[kind] += 100 * score.fmeasure / len(case.references) / len(cases)
    print(f"{name}: {len(cases)} documents  " + "  ".join(f"{kind} {total:.2f}" for kind, total in totals.items()))


def fit(cases: Sequence[Case]) -> list[float]:
    """Weights whose scores follow what each sentence brings to a summary of its document."""
    rows, targets = [], []
    for case in cases:
        features = read_features(case.document, case.topics, read_speech(case.document))
        gains = _gains(case)
        means = [sum(column) / len(features) for column in zip(*features, strict=True)]
        rows += [[value - mean for value, mean in zip(row, means, strict=True)] for row in features]
        targets += [gain - sum(gains) / len(gains) for gain in gains]
    return ridge(rows, targets, RIDGE)


def _gains(case: Case) -> list[float]:
    tokenizer = DefaultTokenizer(use_stemmer=True)
    references = [tokenizer.tokenize(reference) for reference in case.references]
    gains = []
    for sentence in case.document.sentences:
        words, gain = tokenizer.tokenize(sentence.of(case.document.text)), 0.0
        for reference in references:
            shared = (Counter(words) & Counter(reference)).total() - COST * len(words)
            pairs = (Counter(pairwise(words)) & Counter(pairwise(reference))).total() - COST_OF_PAIRS * len(words)
            gain += (shared + pairs) / (len(reference) or 1) / len(references)
        gains.append(gain)
    return gains


def _chosen(case: Case) -> str:
    ranked = rank_sentences(case.document, case.topics)[:SENTENCES]
    return "\n".join(sentence.of(case.document.text) for sentence in sorted(ranked))


def _first(case: Case) -> str:
    return "\n".join(sentence.of(case.document.text) for sentence in case.document.sentences[:SENTENCES])


if __name__ == "__main__":
    main()
