"""A quantity as people read it: "up to 1,000,000", "≈ 5 km", "3–5%", "€2.3 billion"."""

from __future__ import annotations

from decimal import Decimal

from bot.model import Change, Quantity

_BEFORE: dict[Change, str] = {
    "=": "",
    "~": "≈ ",
    "<": "up to ",
    ">": "at least ",
    "up": "up by ",
    "down": "down by ",
    "higher": "higher, at ",
    "lower": "lower, at ",
}
_SIGNS = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "UAH": "₴",
    "RUB": "₽",
    "TRY": "₺",
    "ILS": "₪",
}
_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_UNCHANGED = frozenset({"km", "cm", "mm", "kg", "mg", "hertz", "celsius", "fahrenheit", "kelvin"})
_PLURALS = {"foot": "feet", "inch": "inches", "square foot": "square feet", "square inch": "square inches"}
# An exponent beyond this would be written with more digits than anybody reads.
_DIGITS = 24
# Nobody reads so many places of a fraction; the sentence beside the figure has them.
_LONGEST = 45


def figure(quantity: Quantity) -> str:
    """The value with its bound or change and its unit, on one line, at most about 80 characters; not escaped."""
    low, high = quantity.value, quantity.upper
    unit = quantity.unit
    before = _BEFORE[quantity.change]
    if high is None:
        return before + _with_unit(number(low), unit, one=abs(low) == 1)
    digits, scale = _scaled(low)
    first = digits if scale == _scaled(high)[1] else number(low)
    return before + _with_unit(f"{first}–{number(high)}", unit, one=False)


def number(value: Decimal) -> str:
    """A value with its thousands set apart, from a million on in words where that is exact."""
    digits, scale = _scaled(value)
    return f"{digits} {scale}" if scale else digits


def _scaled(value: Decimal) -> tuple[str, str]:
    if not value.is_finite() or abs(value.adjusted()) > _DIGITS:
        return f"{value:.3g}", ""
    for factor, name in _SCALES:
        if abs(value) >= factor:
            scaled = (value / factor).normalize()
            # 1,234,567 is clearer than 1.234567 million, and nothing is rounded.
            if -int(scaled.as_tuple().exponent) <= 3:
                return f"{scaled:,f}", name
            break
    plain = f"{value:,f}"
    return plain if len(plain) <= _LONGEST else f"{value:.3g}", ""


def _with_unit(amount: str, unit: str | None, *, one: bool) -> str:
    if unit is None:
        return amount
    if unit == "percent":
        return f"{amount}%"
    if unit in _SIGNS:
        return f"{_SIGNS[unit]}{amount}" if not amount.startswith("-") else f"-{_SIGNS[unit]}{amount[1:]}"
    if one or unit in _UNCHANGED or unit.isupper():
        return f"{amount} {unit}"
    return f"{amount} {_plural(unit)}"


def _plural(unit: str) -> str:
    if unit in _PLURALS:
        return _PLURALS[unit]
    head, per, rest = unit.partition(" per ")
    if head.endswith(("s", "z", "²", "³")) or not head[-1:].isalpha():
        return unit
    plural = f"{head[:-1]}ies" if head.endswith("y") and head[-2:-1] not in "aeiou" else f"{head}s"
    return f"{plural}{per}{rest}"
