"""The sample articles are complete, dated, safe to link to, and worth asking about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from itertools import combinations
from urllib.parse import urlsplit

import pytest

from bot.model import Draft
from bot.samples import load_samples

RESERVED_DOMAINS = ("example.org", "example.com", "example.net")
SAMPLES = load_samples()

each_sample = pytest.mark.parametrize("draft", SAMPLES, ids=lambda draft: draft.title[:40])


def test_there_are_enough_stories_from_several_outlets() -> None:
    """The playground opens with at least ten articles of at least four outlets."""
    assert len(SAMPLES) >= 10
    assert len({draft.outlet for draft in SAMPLES}) >= 4


def test_samples_come_oldest_first_over_several_weeks() -> None:
    """The articles are in order of publication and span more than five weeks."""
    dates = [draft.published for draft in SAMPLES if draft.published]
    assert len(dates) == len(SAMPLES)
    assert dates == sorted(dates)
    assert dates[-1] - dates[0] > timedelta(weeks=5)


@each_sample
def test_a_sample_has_everything_that_an_article_card_shows(draft: Draft) -> None:
    """Title, author, outlet, link, date and a text of article length are there, without the front matter."""
    assert draft.title
    assert draft.author
    assert draft.outlet
    assert 1_800 < len(draft.text) < 4_500
    assert "---" not in draft.text
    assert not draft.text.startswith(draft.title)


@each_sample
def test_a_sample_is_dated_in_utc(draft: Draft) -> None:
    """The zone of the front matter is converted, so that stored dates compare."""
    assert isinstance(draft.published, datetime)
    assert draft.published.tzinfo is UTC


@each_sample
def test_a_sample_links_only_to_a_reserved_domain(draft: Draft) -> None:
    """A click on a sample's link can reach nobody's real site."""
    host = urlsplit(draft.link or "").hostname or ""
    assert host.endswith(RESERVED_DOMAINS)


def test_links_and_titles_are_unique() -> None:
    """No two samples collapse into one stored article."""
    assert len({draft.link for draft in SAMPLES}) == len(SAMPLES)
    assert len({draft.title for draft in SAMPLES}) == len(SAMPLES)


def test_exactly_one_pair_tells_the_same_story_in_nearly_the_same_words() -> None:
    """The samples hold one near-duplicate pair, from two outlets, and no other."""
    alike = [
        (one, other)
        for one, other in combinations(SAMPLES, 2)
        if SequenceMatcher(None, one.text.split(), other.text.split()).ratio() > 0.5
    ]
    assert len(alike) == 1
    assert alike[0][0].outlet != alike[0][1].outlet


def test_one_sample_is_not_english() -> None:
    """One article is in Ukrainian, so that the plain note on other languages can be seen."""
    ukrainian = [draft for draft in SAMPLES if "ї" in draft.text]
    assert [draft.outlet for draft in ukrainian] == ["Зразкова газета"]
