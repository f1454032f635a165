"""Score the headline that is chosen for a group of articles on the same story, or fit the weights it is chosen by.

usage: python benchmarks/headlines.py SETS [--part dev] [--fit]

SETS holds `summary/stories_<part>.jsonl`: a group a line, {"articles": [[title, text], ...], "title": the title that an
editor wrote}. Told are the mean ROUGE-1 (package rouge-score, stemmed) of the chosen title with the editor's, and how
often it is the right one: no other title of the group has a higher ROUGE-1. Beside it stands the shortest title.

--fit prints weights fitted by ridge regression to two thirds of the groups, then the score on the third kept aside.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from operator import mul
from pathlib import Path
from typing import NamedTuple

from ridge import ridge
from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]

from bot.analysis.stories import HeadlineFeatures, choose_headline, read_headlines

KEPT_ASIDE = 3
RIDGE = 30.0


class Story(NamedTuple):
    """A group of articles; `agreement` is each title's ROUGE-1 with the editor's."""

    titles: list[str]
    texts: list[str]
    agreement: list[float]


def main() -> None:
    """Print the score of the engine and of the shortest title, or fit the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, help="the folder with the sets")
    parser.add_argument("--part", default="dev")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    stories = read_stories(options.sets / "summary" / f"stories_{options.part}.jsonl")
    if options.fit:
        kept_aside = stories[KEPT_ASIDE - 1 :: KEPT_ASIDE]
        weights = fit([story for i, story in enumerate(stories) if i % KEPT_ASIDE != KEPT_ASIDE - 1])
        print("  ".join(f"{name}={weight:.3f}" for name, weight in zip(HeadlineFeatures._fields, weights, strict=True)))
        report("fitted, kept aside", kept_aside, lambda story: _by_weights(story, weights))
        report("shortest, kept aside", kept_aside, _shortest)
    else:
        report("chosen", stories, lambda story: choose_headline(story.titles, story.texts))
        report("chosen without texts", stories, lambda story: choose_headline(story.titles))
        report("shortest", stories, _shortest)


def read_stories(path: Path) -> list[Story]:
    """The groups of a file, with the agreement of their titles."""
    scorer, stories = RougeScorer(["rouge1"], use_stemmer=True), []
    for line in path.read_text(encoding="utf-8").splitlines():
        group = json.loads(line)
        titles, texts = [title for title, _ in group["articles"]], [text for _, text in group["articles"]]
        agreement = [scorer.score(group["title"], title)["rouge1"].fmeasure for title in titles]
        stories.append(Story(titles, texts, agreement))
    return stories


def report(name: str, stories: Sequence[Story], choose: Callable[[Story], int]) -> None:
    """Print the figures of one way of choosing."""
    agreement = [story.agreement[choose(story)] for story in stories]
    right = [chosen >= max(story.agreement) for chosen, story in zip(agreement, stories, strict=True)]
    mean, share = 100 * sum(agreement) / len(stories), 100 * sum(right) / len(stories)
    print(f"{name}: {len(stories)} groups, ROUGE-1 {mean:.1f}, the right one {share:.0f}%")


def fit(stories: Sequence[Story]) -> list[float]:
    """Weights whose scores follow the agreement within each group; features count by their spread."""
    rows, targets = [], []
    for story in stories:
        features = read_headlines(story.titles, story.texts)
        means = [sum(column) / len(features) for column in zip(*features, strict=True)]
        mean = sum(story.agreement) / len(features)
        rows += [[value - centre for value, centre in zip(row, means, strict=True)] for row in features]
        targets += [agreement - mean for agreement in story.agreement]
    return ridge(rows, targets, RIDGE)


def _by_weights(story: Story, weights: Sequence[float]) -> int:
    scores = [sum(map(mul, weights, features)) for features in read_headlines(story.titles, story.texts)]
    return scores.index(max(scores))


def _shortest(story: Story) -> int:
    return min(range(len(story.titles)), key=lambda i: len(story.titles[i].split()))


if __name__ == "__main__":
    main()
