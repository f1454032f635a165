"""Dates as people type them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates import parse_date, parse_past_date
from bot.errors import UserError

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-11-03", datetime(2026, 11, 3, tzinfo=UTC)),
        ("2026-11-03T10:00:00+02:00", datetime(2026, 11, 3, 8, tzinfo=UTC)),
        ("3 November 2026", datetime(2026, 11, 3, tzinfo=UTC)),
        ("Nov 3, 2026", datetime(2026, 11, 3, tzinfo=UTC)),
        ("03.11.2026", datetime(2026, 11, 3, tzinfo=UTC)),
        ("today", datetime(2026, 11, 23, tzinfo=UTC)),
        ("Yesterday", datetime(2026, 11, 22, tzinfo=UTC)),
        ("7d", datetime(2026, 11, 16, tzinfo=UTC)),
        ("2 weeks ago", datetime(2026, 11, 9, tzinfo=UTC)),
    ],
)
def test_dates_in_many_forms(typed: str, expected: datetime) -> None:
    """Each usual form is understood, and a day is its first moment in UTC."""
    assert parse_date(typed, now=NOW) == expected


def test_a_day_that_must_have_come() -> None:
    """What is dated ahead is refused with a sentence; today's date is taken wherever it has begun already."""
    assert parse_past_date("24 November 2026", now=NOW) == datetime(2026, 11, 24, tzinfo=UTC)
    with pytest.raises(UserError, match="is still to come"):
        parse_past_date("23.11.2062", now=NOW)


@given(st.text())
def test_any_text_gives_a_date_or_a_sentence(typed: str) -> None:
    """Whatever is typed, the answer is an aware date or one sentence that shows the forms."""
    try:
        found = parse_date(typed, now=NOW)
    except UserError as error:
        sentence = str(error)
    else:
        assert found.tzinfo is UTC
        return
    assert "2026-11-23" in sentence
