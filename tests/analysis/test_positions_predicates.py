"""The many verbs with which English says what a country does, one sentence each, all about Norway."""

from __future__ import annotations

from pathlib import Path

import pytest

from .reading import governing

LEAD = "Russian men are fleeing the mobilisation. "
# Sending nobody back is a way of accepting, sending back one of refusing, and a closed border one of restricting.
BROADLY = {"will_not_return": "accepts", "returns": "refuses", "closed": "restricted"}


def sentences() -> list[object]:
    """Each line's stance and sentence; a "?" before the stance marks what is not found yet."""
    parameters: list[object] = []
    for line in Path(__file__).with_name("predicates.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            stance, _, sentence = line.removeprefix("? ").partition(" ")
            marks = [pytest.mark.xfail(strict=True)] if line.startswith("? ") else []
            parameters.append(pytest.param(sentence, stance, marks=marks, id=sentence[:60]))
    return parameters


@pytest.mark.parametrize(("sentence", "stance"), sentences())
def test_a_verb_tells_its_stance(sentence: str, stance: str) -> None:
    """Norway gets the stance that the sentence gives it, and no other country gets one."""
    expected = {} if stance == "none" else {"NO": BROADLY.get(stance, stance)}
    assert {country: BROADLY.get(found, found) for country, found in governing(LEAD + sentence).items()} == expected
