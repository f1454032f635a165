"""Score the headline that is chosen for a group of articles on the same story, or fit the weights it is chosen by.

usage: python benchmarks/headlines.py SETS [--part dev] [--fit]

SETS holds `summary/stories_<part>.jsonl`: a group a line, {"articles": [[title, text], ...], "title": the title that an
editor wrote}. Told are the mean ROUGE-1 (package rouge-score, stemmed) of the chosen title with the editor's, and how
often it is the right one: no other title of the group has a higher ROUGE-1. Beside it stands the shortest title.

--fit prints weights, for `support` = 1, under which the softmax over a group's titles brings the highest ROUGE-1, and
the scores of weights fitted to nine tenths of the groups on the tenth kept aside, ten times over.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]
from softmax import cross_validate, fit

from bot.analysis.stories import HeadlineFeatures, choose_headline, read_headlines

STRENGTH = 3.0
SHARPNESS = 15.0
"""So much of the ROUGE-1 counts in the softmax; the greater, the more the weights follow the very best titles."""


class Story(NamedTuple):
    """A group of articles; `agreement` is each title's ROUGE-1 with the editor's."""

    titles: list[str]
    texts: list[str]
    agreement: list[float]


def main() -> None:
    """Print the score of the engine and of the shortest title, or fit the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, help="the folder with the sets")
    parser.add_argument("--part", default="dev", help="which part of the sets")
    parser.add_argument("--fit", action="store_true", help="fit the weights instead")
    options = parser.parse_args()
    stories = read_stories(options.sets / "summary" / f"stories_{options.part}.jsonl")
    if options.fit:
        train(stories)
    else:
        report("chosen", stories, [choose_headline(story.titles, story.texts) for story in stories])
        report("chosen without texts", stories, [choose_headline(story.titles) for story in stories])
        report("shortest", stories, [_shortest(story) for story in stories])


def read_stories(path: Path) -> list[Story]:
    """The groups of a file, with the agreement of their titles."""
    scorer, stories = RougeScorer(["rouge1"], use_stemmer=True), []
    for line in path.read_text(encoding="utf-8").splitlines():
        group = json.loads(line)
        titles, texts = [title for title, _ in group["articles"]], [text for _, text in group["articles"]]
        agreement = [scorer.score(group["title"], title)["rouge1"].fmeasure for title in titles]
        stories.append(Story(titles, texts, agreement))
    return stories


def report(name: str, stories: Sequence[Story], chosen: Sequence[int]) -> None:
    """Print the figures of one way of choosing."""
    agreement = [story.agreement[i] for story, i in zip(stories, chosen, strict=True)]
    right = [best >= max(story.agreement) for best, story in zip(agreement, stories, strict=True)]
    mean, share = 100 * sum(agreement) / len(stories), 100 * sum(right) / len(stories)
    print(f"{name}: {len(stories)} groups, ROUGE-1 {mean:.1f}, the right one {share:.0f}%")


def train(stories: Sequence[Story]) -> None:
    """Print fitted weights, and the score where each group is kept aside from the fit."""
    features = [np.array(read_headlines(story.titles, story.texts)) for story in stories]
    rewards = [SHARPNESS * np.array(story.agreement) for story in stories]
    weights = fit(features, rewards, STRENGTH)
    weights /= weights[0]
    print("  ".join(f"{name}={weight:.3f}" for name, weight in zip(HeadlineFeatures._fields, weights, strict=True)))
    report("fitted", stories, [int(np.argmax(rows @ weights)) for rows in features])
    report("kept aside", stories, cross_validate(features, rewards, STRENGTH))


def _shortest(story: Story) -> int:
    return min(range(len(story.titles)), key=lambda i: len(story.titles[i].split()))


if __name__ == "__main__":
    main()
