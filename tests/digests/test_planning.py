"""What editors type, and the plan that is understood from it."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.digests.planning import Wishes, changed_plan, new_plan
from bot.digests.wording import (
    CADENCES,
    cadence_of,
    describe,
    describe_filters,
    find_zone,
    read_days,
    read_language,
    read_parts,
    read_schedule,
    read_words,
    suggest_days,
    suggest_zones,
)
from bot.errors import UserError
from bot.model import EVERY_DAY, PARTS, Filters

WORKDAYS = frozenset(range(5))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("mon, wed, fri", {0, 2, 4}),
        ("Monday", {0}),
        ("MON/TUE", {0, 1}),
        ("tues; thurs", {1, 3}),
        ("sat and sun", {5, 6}),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Fri – Mon", {4, 5, 6, 0}),
        ("fridays", {4}),
        ("weekends", {5, 6}),
        ("weekdays, sun", {0, 1, 2, 3, 4, 6}),
        ("every day", set(range(7))),
        ("we th", {2, 3}),
    ],
)
def test_weekdays_are_read_as_people_list_them(typed: str, days: set[int]) -> None:
    """Names long and short, ranges, and words for several days."""
    assert read_days(typed) == days


@pytest.mark.parametrize("typed", ["someday", "", ",", "mon, xyz", "mond-", "13", "monkey", "-", "the 3rd"])
def test_what_names_no_weekday_is_told(typed: str) -> None:
    """One sentence shows how weekdays are written."""
    with pytest.raises(UserError, match="mon, wed, fri"):
        read_days(typed)


def test_days_are_completed_after_the_last_comma() -> None:
    """What was typed stays, and no day is offered twice."""
    assert suggest_days("mon, t") == ["Mon, Tue", "Mon, Thu"]
    assert suggest_days("")[0] == "Mon, Wed, Fri"
    assert suggest_days("xyz") == []


@pytest.mark.parametrize("cadence", CADENCES)
def test_each_cadence_is_found_again_in_its_schedule(cadence: str) -> None:
    """What an editor chose is what the next change begins from."""
    assert cadence_of(read_schedule(cadence, time(9), "UTC", None)) == cadence


@pytest.mark.parametrize(
    ("cadence", "days", "said"),
    [
        ("daily", None, "daily at 09:30"),
        ("weekdays", None, "weekdays at 09:30"),
        ("weekly", None, "Mondays at 09:30"),
        ("weekly", frozenset({1, 5}), "Tue, Sat at 09:30"),
        ("1", None, "hourly at :30"),
        ("1", WORKDAYS, "hourly at :30 on weekdays"),
        ("12", None, "every 12 hours (09:30, 21:30)"),
        ("daily", frozenset({6}), "Sundays at 09:30"),
    ],
)
def test_a_schedule_is_told_in_words(cadence: str, days: frozenset[int] | None, said: str) -> None:
    """Days and times as people say them."""
    assert describe(read_schedule(cadence, time(9, 30), "UTC", days)) == said


def test_lists_are_read_leniently() -> None:
    """Commas or semicolons, quotation marks, doubles and blanks."""
    assert read_words(' “draft  law”, visa;, "visa", …') == ("draft law", "visa")
    assert read_words(None) == ()
    with pytest.raises(UserError, match="up to 20"):
        read_words(",".join(f"w{n}" for n in range(21)))


def test_parts_and_languages_are_known_by_their_names() -> None:
    """Parts by any of their words, languages by name or code."""
    assert read_parts("key numbers, quotes, country changes") == {"numbers", "quotations", "countries"}
    assert read_parts("all") == read_parts("") == set(PARTS)
    assert (read_language("german"), read_language("UK"), read_language(" ")) == ("de", "uk", None)
    with pytest.raises(UserError):
        read_language("12")


@pytest.mark.parametrize(
    ("typed", "name"),
    [("europe/berlin", "Europe/Berlin"), ("new york", "America/New_York"), ("UTC", "UTC"), ("kyiv", "Europe/Kyiv")],
)
def test_a_zone_is_found_by_name_or_city(typed: str, name: str) -> None:
    """In any case of letters, with spaces or underscores."""
    assert find_zone(typed) == name


def test_zones_are_suggested_with_their_time() -> None:
    """By city, by beginning of a word, by time; well-known ones first where many fit."""
    assert suggest_zones("kath", NOON) == [("Asia/Kathmandu · now 17:45", "Asia/Kathmandu")]
    assert suggest_zones("13", NOON)[0][1] == "Europe/Berlin"
    assert all(shown.endswith("13:00") for shown, _ in suggest_zones("13.00", NOON))
    assert suggest_zones("", NOON, first="Asia/Tokyo")[0][1] == "Asia/Tokyo"
    assert suggest_zones("nowhere at all", NOON) == []


class TestChanges:
    """What a change leaves and what it takes away."""

    plan = new_plan(5, "Europe/Berlin", Wishes(cadence="weekly", days="tue, thu", include="visa", role=9, quiet=True))

    def test_nothing_given_changes_nothing(self) -> None:
        """A change without wishes is none."""
        assert changed_plan(self.plan, Wishes()) == self.plan

    def test_another_time_keeps_the_days(self) -> None:
        """And another cadence brings its own."""
        assert changed_plan(self.plan, Wishes(time="7:15 pm")).schedule.weekdays == {1, 3}
        assert changed_plan(self.plan, Wishes(time="7:15 pm")).schedule.at == time(19, 15)
        assert changed_plan(self.plan, Wishes(cadence="daily")).schedule.weekdays == EVERY_DAY

    @pytest.mark.parametrize("word", ["none", "None", " all ", "-"])
    def test_a_filter_is_emptied_by_a_word(self, word: str) -> None:
        """Each text filter can be taken away again."""
        wishes = Wishes(include=word, exclude=word, outlets=word, countries=word, language=word)
        assert changed_plan(self.plan, wishes).filters == Filters()

    def test_the_role_goes_only_when_asked(self) -> None:
        """Another wish keeps it, `no_role` takes it away."""
        assert changed_plan(self.plan, Wishes(quiet=False)).role == 9
        assert changed_plan(self.plan, Wishes(no_role=True)).role is None

    def test_filters_are_told_one_by_one(self) -> None:
        """Each filter has a line of its own."""
        plan = changed_plan(self.plan, Wishes(countries="Georgia, finland", language="en", new_positions=True))
        assert describe_filters(plan.filters) == [
            "with “visa”",
            "on the position of “Georgia” or “Finland”",
            "in English",
            "only new or changed country positions",
        ]
