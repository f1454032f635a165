"""Score summaries of three sentences, or fit the weights that sentences are ranked by.

usage: python benchmarks/summaries.py SETS [--part dev] [--fit]

SETS holds `summary/<part>.jsonl`: a document a line, {"text", "refs": [summary, ...]}. Told is the ROUGE F1 (package
rouge-score, stemmed; the mean over the references) beside that of the first three sentences. Where there is
`summary/stories_<part>.jsonl`, groups of articles {"articles": [[title, text], ...], "refs": [[sentence, ...], ...]},
the articles of a group one after another are scored against what an editor wrote of them: no weight is fitted to these,
and they tell whether weights that follow highlights still serve other summaries.

--fit fits the weights: for each set of three sentences from the beginning of a document its features are the sums of
the sentences' features, the words that the text comes back to counted once, and by how much the set is longer than is
soon read; its reward is the F1 in words and pairs of words. Pages whose reference stands under other documents, too,
are not fitted to: it speaks of the page.
Told are the weights, for `first` = 1, and the scores of weights fitted to nine tenths on the tenth kept aside, ten
times over. The engine's weights are near these, gentler for `names` and `words`, as longer summaries want longer
sentences; `headline` was set by hand, as the documents have none.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]
from rouge_score.tokenizers import DefaultTokenizer  # type: ignore[import-untyped]
from softmax import Array, cross_validate, fit

from bot.analysis.document import Document, read_document
from bot.analysis.language import detect_language
from bot.analysis.standing import leans_back
from bot.analysis.summary import Candidate, Features, excess, rank_sentences, read_candidates, read_logs, read_speech
from bot.analysis.topics import Topics, read_topics

SENTENCES = 3
KINDS = ("rouge1", "rouge2", "rougeLsum")
BEGINNING = 16
STRENGTH = 3.0
SHARPNESS = 30.0
"""So much of the reward counts in the softmax; the greater, the more the weights follow the very best choices."""
Set = tuple[Candidate, ...]


class Case(NamedTuple):
    """A document with the summaries that people wrote of it."""

    document: Document
    topics: Topics
    references: list[str]


def main() -> None:
    """Print the scores, or the fitted weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, help="the folder with the sets")
    parser.add_argument("--part", default="dev", help="which part of the sets")
    parser.add_argument("--fit", action="store_true", help="fit the weights instead")
    options = parser.parse_args()
    folder, stories = options.sets / "summary", f"stories_{options.part}.jsonl"
    cases = read_cases(folder / f"{options.part}.jsonl")
    if options.fit:
        train(cases)
        return
    for name, some in (("highlights", cases), ("stories", read_stories(folder / stories))):
        if some:
            report(f"{name}, chosen", some, [_chosen(case) for case in some])
            report(f"{name}, the first three", some, [_first(case) for case in some])


def read_cases(path: Path) -> list[Case]:
    """The documents of a file, laid out."""
    return [_case(given["text"], given["refs"]) for given in _lines(path)]


def read_stories(path: Path) -> list[Case]:
    """The articles of each group of a file one after another, laid out; none where there is no such file."""
    return [
        _case("\n\n".join(text for _, text in given["articles"]), ["\n".join(reference) for reference in given["refs"]])
        for given in (_lines(path) if path.exists() else ())
    ]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _case(text: str, references: list[str]) -> Case:
    document = read_document(text)
    return Case(document, read_topics(document, language=detect_language(document)), references)


def report(name: str, cases: Sequence[Case], summaries: Sequence[str]) -> None:
    """Print the mean scores of one way of choosing."""
    scorer, totals = RougeScorer(KINDS, use_stemmer=True), dict.fromkeys(KINDS, 0.0)
    for case, summary in zip(cases, summaries, strict=True):
        for reference in case.references:
            for kind, score in scorer.score(reference, summary).items():
                totals[kind] += 100 * score.fmeasure / len(case.references) / len(cases)
    print(f"{name}: {len(cases)} documents  " + "  ".join(f"{kind} {total:.2f}" for kind, total in totals.items()))


def train(cases: Sequence[Case]) -> None:
    """Print fitted weights, and the scores where each document is kept aside from the fit."""
    choices = [_sets(case) for case in cases]
    features = [_features(case, sets) for case, sets in zip(cases, choices, strict=True)]
    rewards = [_rewards(case, sets) for case, sets in zip(cases, choices, strict=True)]
    spread = Counter(reference for case in cases for reference in case.references)
    usable = [all(spread[reference] == 1 for reference in case.references) for case in cases]
    some = [i for i, is_usable in enumerate(usable) if is_usable]
    weights = fit([features[i] for i in some], [rewards[i] for i in some], STRENGTH)
    weights /= weights[0]
    names = (*Features._fields, "excess")
    print("  ".join(f"{name}={weight:.4f}" for name, weight in zip(names, weights, strict=True)))
    for name, best in (
        ("fitted", [int(np.argmax(rows @ weights)) for rows in features]),
        ("kept aside", cross_validate(features, rewards, STRENGTH, usable)),
    ):
        summaries = [
            _joined(case, [one.place for one in sets[i]]) for case, sets, i in zip(cases, choices, best, strict=True)
        ]
        report(name, cases, summaries)


def _sets(case: Case) -> list[Set]:
    """Three sentences each that could stand together; the sentences that there are where there are no three."""
    speech = read_speech(case.document)
    candidates = read_candidates(case.document, case.topics, speech, read_logs(case.topics))[:BEGINNING]
    leaning = {
        one.place
        for one in candidates
        if one.place
        and (speech[one.place].begins_inside or leans_back(case.document.sentences[one.place].of(case.document.text)))
    }
    sets = []
    for some in combinations(candidates, min(SENTENCES, len(candidates))):
        places = {one.place for one in some}
        if all(place - 1 in places for place in places & leaning):
            sets.append(some)
    return sets or [tuple(candidates[:SENTENCES])]


def _features(case: Case, sets: Iterable[Set]) -> Array:
    logs, rows = read_logs(case.topics), []
    for some in sets:
        told = frozenset[str]().union(*(one.returning for one in some))
        summed = Features(*map(sum, zip(*(one.features for one in some), strict=True)))
        length = sum(end - start for start, end in (case.document.sentences[one.place] for one in some))
        rows.append((*summed._replace(returns=sum(logs[word] for word in told)), excess(length)))
    return np.array(rows)


def _rewards(case: Case, sets: Iterable[Set]) -> Array:
    tokenizer = DefaultTokenizer(use_stemmer=True)
    references = [tokenizer.tokenize(reference) for reference in case.references]
    cut = [tokenizer.tokenize(sentence.of(case.document.text)) for sentence in case.document.sentences]
    rewards = []
    for some in sets:
        words = [word for one in some for word in cut[one.place]]
        rewards.append(sum(2 * _f1(words, one) + _f1(list(pairwise(words)), list(pairwise(one))) for one in references))
    return SHARPNESS / len(references) * np.array(rewards)


def _f1(found: Sequence[object], wanted: Sequence[object]) -> float:
    return 2 * (Counter(found) & Counter(wanted)).total() / (len(found) + len(wanted) or 1)


def _chosen(case: Case) -> str:
    sentences = case.document.sentences
    return _joined(case, [sentences.index(one) for one in rank_sentences(case.document, case.topics)[:SENTENCES]])


def _first(case: Case) -> str:
    return _joined(case, range(min(SENTENCES, len(case.document.sentences))))


def _joined(case: Case, places: Iterable[int]) -> str:
    return "\n".join(case.document.sentences[i].of(case.document.text) for i in sorted(places))


if __name__ == "__main__":
    main()
