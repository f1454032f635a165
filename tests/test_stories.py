"""Copies of one text are told from texts on the same subject."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import grows_evenly

from bot.samples import load_samples
from bot.stories import SHARED, SKETCH, are_copies, make_print

DAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXTS = [sample.text for sample in load_samples() if "Greek ferry" not in sample.title]
OTHER_WORDS = ("report", "early", "several", "officials", "later", "people", "large", "plan", "near", "week", "until")


def edited(text: str, share: float, seed: int = 1) -> str:
    """The text with this share of its words replaced."""
    chance = random.Random(seed)
    return " ".join(chance.choice(OTHER_WORDS) if chance.random() < share else word for word in text.split(" "))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.upper(),
        lambda text: edited(text, 0.05),
        lambda text: edited(text, 0.15),
        lambda text: text[: len(text) * 2 // 5],
        lambda text: edited(text[: len(text) // 2], 0.1),
        lambda text: "An editor's note stands above this copy.\n\n" + text,
    ],
    ids=["same", "capitals", "5% edited", "15% edited", "cut to 40%", "cut and edited", "with a note"],
)
def test_copies_are_found(text: str, change: object) -> None:
    """A copy with another title, edited words or a cut end is a copy, and its sketch shows it."""
    assert callable(change)
    one, other = make_print("Ours", text, DAY), make_print("Theirs", change(text), DAY + 5 * HOUR)
    assert are_copies(one, other)
    assert len(set(one.sketch) & set(other.sketch)) >= SHARED


def test_different_stories_are_apart() -> None:
    """No two of the sample stories are copies, though several are about the same events."""
    prints = [make_print("A story", text, DAY) for text in TEXTS]
    assert not any(are_copies(one, other) for one, other in combinations(prints, 2))


def test_a_follow_up_with_its_background_is_apart() -> None:
    """A new story that repeats a third of the older one as background is a story of its own."""
    for old, new in zip(TEXTS, [*TEXTS[1:], TEXTS[0]], strict=True):
        follow_up = new[: len(new) * 2 // 3] + old[-len(old) // 3 :]
        assert not are_copies(make_print("First", old, DAY), make_print("Second", follow_up, DAY + 12 * HOUR))


def test_a_correction_is_apart() -> None:
    """A corrected version under a title that says so is never hidden behind the wrong one."""
    wrong = make_print("Ferry runs aground", TEXTS[0], DAY)
    right = make_print("Correction: Ferry runs aground", edited(TEXTS[0], 0.02), DAY + HOUR)
    assert not are_copies(wrong, right)


def test_a_page_of_another_day_is_apart() -> None:
    """A page that is made anew each day with the same words and other numbers is each day's own."""
    today = (
        "The exchange in Lindau closed at 4,512 points, up 1.2 percent on the day, as shares of banks and of carmakers "
        "went their usual ways. Turnover came to 3.4 billion. A barrel of oil cost 71.20 dollars in the evening, "
        "and an ounce of gold 2,140. The crown was at 11.52 to the euro, the central bank said at the end of trade. "
        "Traders spoke of a quiet day before the holidays and expected no great change until the new year begins."
    )
    tomorrow = (
        today.replace("4,512", "4,498")
        .replace("1.2", "0.3")
        .replace("3.4", "2.9")
        .replace("71.20", "70.85")
        .replace("2,140", "2,155")
    )
    report = make_print("Markets today", today, DAY)
    assert are_copies(report, make_print("Markets today", today, DAY + 24 * HOUR))
    assert not are_copies(report, make_print("Markets today", tomorrow, DAY + 24 * HOUR))


def test_a_live_page_of_another_day_is_apart() -> None:
    """Live pages of two days are two, even where much of their text is the same."""
    one = make_print("War in Aurland: live", TEXTS[0], DAY)
    assert not are_copies(one, make_print("War in Aurland: live", TEXTS[0], DAY + 30 * HOUR))


def test_an_old_text_printed_again_is_apart() -> None:
    """The same text weeks later is news of another day."""
    assert not are_copies(make_print("A", TEXTS[0], DAY), make_print("A", TEXTS[0], DAY + timedelta(days=20)))


@given(st.text(), st.text())
def test_any_texts_can_be_compared(one: str, other: str) -> None:
    """Any two texts are compared without an error, the same whichever comes first."""
    first, second = make_print("", one, DAY), make_print("", other, DAY)
    assert are_copies(first, second) == are_copies(second, first)
    assert len(first.sketch) <= SKETCH


def test_a_long_text_costs_what_its_length_is() -> None:
    """Four times the text costs about four times the time."""
    assert grows_evenly(lambda words: lambda: make_print("", "word " * words, DAY), 10_000)
