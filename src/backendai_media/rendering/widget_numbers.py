"""Numbers as `readout_format` asks: the part of d3-format's language that readouts use.

Mirrors `browser/src/renderers/widgets/format.ts`; `spec/vectors/widget_numbers.json` has what both
write.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, TypeGuard

__all__ = ["float_of", "format_number", "is_number", "js_number", "rounded", "to_precision"]

_PATTERN = re.compile(r"([+ -])?(,)?(?:\.(\d{1,2}))?(~)?([a-z%])?", re.IGNORECASE | re.ASCII)
_PREFIXES = ("y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y")
#: Numbers beyond which JavaScript writes an exponent.
_LARGE, _SMALL = 1e21, 1e-6
#: Digits of a format, at most.
_MAX_DIGITS = 20


def format_number(value: float, form: str) -> str:
    """Return a number in a format; as JavaScript writes it where the format is none of these."""
    found = _PATTERN.fullmatch(form.strip())
    if not found or not math.isfinite(value):
        return js_number(value)
    sign, comma, precision, tilde, type_ = found.groups()
    made = _made(abs(value), type_ or "", None if precision is None else int(precision))
    written = _trimmed(made) if tilde else made
    mark = sign if sign in {"+", " "} else ""
    if value < 0 and re.search("[1-9]", written):
        mark = "\u2212"
    return (mark or "") + (_grouped(written) if comma else written)


def _made(value: float, type_: str, precision: int | None) -> str:
    digits = 6 if precision is None else min(_MAX_DIGITS, precision)
    match type_:
        case "d" | "i":
            return js_number(rounded(value)) if value < _LARGE else to_precision(value, 21)
        case "f":
            return _fixed(value, digits)
        case "e":
            return _exponential(value, digits + 1)
        case "%":
            return f"{_fixed(value * 100, digits)}%"
        case "s":
            return _prefixed(value, digits)
        case "g" | "r":
            return to_precision(value, max(1, digits))
        case "n":
            return _grouped(to_precision(value, max(1, digits)))
        case _ if precision is None:
            return js_number(value)
        case _:
            return _trimmed(to_precision(value, max(1, digits)))


def js_number(value: float) -> str:
    """Return a number as JavaScript writes it."""
    value = float_of(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    # Python, too, writes the shortest digits that stand for the number.
    digits, exponent = _digits(Decimal(repr(abs(value))).normalize())
    if _SMALL <= abs(value) < _LARGE:
        return sign + _plain(digits, exponent)
    return sign + _scientific(digits, exponent)


def rounded(value: float) -> float:
    """Return the nearest whole number, of two the larger one, as JavaScript's `Math.round`."""
    below = math.floor(value)
    return float(below + (value - below >= 0.5))


def to_precision(value: float, count: int) -> str:
    """Return a positive number with so many significant digits."""
    if not math.isfinite(value):
        return js_number(value)
    digits, exponent = _significant(value, count)
    return _plain(digits, exponent) if -6 <= exponent < count else _scientific(digits, exponent)


def _significant(value: float, count: int) -> tuple[str, int]:
    """Return so many digits of a positive number, and the power of ten of the first one."""
    if value == 0:
        return "0" * count, 0
    exact = Context(prec=count, rounding=ROUND_HALF_UP).create_decimal(Decimal(value))
    digits, exponent = _digits(exact)
    return digits.ljust(count, "0"), exponent


def _digits(value: Decimal) -> tuple[str, int]:
    return "".join(map(str, value.as_tuple().digits)), value.adjusted()


def _plain(digits: str, exponent: int) -> str:
    """Return a number without an exponent."""
    if exponent < 0:
        return f"0.{'0' * (-exponent - 1)}{digits}"
    whole, rest = digits[: exponent + 1].ljust(exponent + 1, "0"), digits[exponent + 1 :]
    return f"{whole}.{rest}" if rest else whole


def _scientific(digits: str, exponent: int) -> str:
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{rest}e{exponent:+d}"


def _exponential(value: float, count: int) -> str:
    return _scientific(*_significant(value, count))


def _fixed(value: float, places: int) -> str:
    if not value < _LARGE:
        return js_number(value)
    step = Decimal(1).scaleb(-places)
    return f"{Decimal(value).quantize(step, ROUND_HALF_UP, Context(prec=60)):f}"


def _prefixed(value: float, digits: int) -> str:
    exponent = _significant(value, max(1, digits))[1] if value else 0
    index = max(-8, min(8, exponent // 3))
    scaled = value / 1000.0**index
    before = math.floor(math.log10(scaled or 1)) + 1
    return _fixed(scaled, min(_MAX_DIGITS, max(0, digits - before))) + _PREFIXES[index + 8]


def _trimmed(written: str) -> str:
    if "." not in written:
        return written
    number, mark, power = written.partition("e")
    return f"{number.rstrip('0').removesuffix('.')}{mark}{power}"


def _grouped(written: str) -> str:
    found = re.match(r"\d*", written)
    whole = found[0] if found else ""
    return f"{int(whole):,}{written[len(whole) :]}" if len(whole) > 3 else written


def is_number(value: Any) -> TypeGuard[float]:
    """Whether a value is a finite number."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(float_of(value))
    )


def float_of(value: float) -> float:
    """Return a number as JavaScript has it."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
