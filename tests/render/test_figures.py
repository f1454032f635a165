"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model import Change, Quantity, Span
from bot.render.figures import figure, number


def _quantity(value: str, unit: str | None = None, change: Change = "=", upper: str | None = None) -> Quantity:
    high = None if upper is None else Decimal(upper)
    return Quantity(Span(0, 1), Decimal(value), Span(0, 1), unit=unit, change=change, upper=high)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("300000", "300,000"),
        ("1000000", "1 million"),
        ("1200000", "1.2 million"),
        ("1234567", "1,234,567"),
        ("2300000000", "2.3 billion"),
        ("5e12", "5 trillion"),
        ("0.25", "0.25"),
        ("-3", "-3"),
        ("5E+3", "5,000"),
        ("0", "0"),
        ("1E+60", "1e+60"),
    ],
)
def test_values_have_their_thousands_set_apart(value: str, shown: str) -> None:
    """Thousands are set apart; from a million on words are used where nothing is lost by it."""
    assert number(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"value": "41000"}, "41,000"),
        ({"value": "5", "unit": "km"}, "5 km"),
        ({"value": "1200000", "change": "~"}, "≈ 1.2 million"),
        ({"value": "1000000", "change": "<"}, "up to 1 million"),
        ({"value": "40", "change": ">"}, "at least 40"),
        ({"value": "12", "unit": "percent", "change": "up"}, "up by 12%"),
        ({"value": "12", "unit": "percent", "change": "higher"}, "higher, at 12%"),
        ({"value": "48", "change": "lower"}, "lower, at 48"),
        ({"value": "3", "upper": "5", "unit": "percent"}, "3–5%"),
        ({"value": "3", "upper": "5", "unit": "percentage point", "change": "down"}, "down by 3–5 percentage points"),
        ({"value": "2300000000", "unit": "EUR"}, "€2.3 billion"),
        ({"value": "-20", "unit": "USD"}, "-$20"),
        ({"value": "7000", "unit": "SEK"}, "7,000 SEK"),
        ({"value": "1", "unit": "year"}, "1 year"),
        ({"value": "6", "unit": "year"}, "6 years"),
        ({"value": "6", "unit": "century"}, "6 centuries"),
        ({"value": "3", "unit": "day"}, "3 days"),
        ({"value": "6", "unit": "foot"}, "6 feet"),
        ({"value": "80", "unit": "mile per hour"}, "80 miles per hour"),
        ({"value": "9", "unit": "hertz"}, "9 hertz"),
        ({"value": "1000000", "upper": "2000000"}, "1–2 million"),
        ({"value": "500000", "upper": "2000000"}, "500,000–2 million"),
    ],
)
def test_figures_have_unit_and_change(given: dict[str, Any], shown: str) -> None:
    """A figure says its bound or change, its range and its unit in the plural that English uses."""
    assert figure(_quantity(**given)) == shown


@example(
    Decimal("2.7687659280309161708152951739704598795188258E-15"), Decimal("3.7687659280309161708152951739704598795E-15")
)
@given(st.decimals(allow_nan=False), st.none() | st.decimals(allow_nan=False))
def test_any_value_is_short(value: Decimal, upper: Decimal | None) -> None:
    """However large or small a value is, its figure fits on a line."""
    assert 0 < len(figure(_quantity(str(value), upper=None if upper is None else str(upper)))) <= 120
