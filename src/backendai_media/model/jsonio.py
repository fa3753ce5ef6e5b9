"""Reads and writes JSON text as browsers do."""

import json
import math
from decimal import Decimal
from typing import Any, NoReturn

import msgspec

__all__ = ["dumps", "loads", "read"]

_encode = json.JSONEncoder(ensure_ascii=False).encode


def loads(text: str) -> Any:
    """Parse JSON. Raises `ValueError`, also for `NaN` and the like, or `RecursionError`."""
    return json.loads(text, parse_constant=_reject_constant, parse_int=_parse_integer)


def read(raw: bytes | str) -> Any:
    """Parse a file's JSON as Python writes it, including `NaN` and other encodings.

    Raises `ValueError` or `RecursionError`.
    """
    try:
        return msgspec.json.decode(raw)  # several times as fast
    except ValueError:
        return json.loads(raw)


def dumps(value: Any) -> str:
    """Return a plain value as compact JSON, with numbers as `JSON.stringify` writes them."""
    if isinstance(value, float):
        return _format_number(value)
    if isinstance(value, list):
        return f"[{','.join(map(dumps, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{dumps(key)}:{dumps(one)}' for key, one in value.items())}}}"
    return str(value) if type(value) is int else _encode(value)


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _parse_integer(text: str) -> int | float:
    # Longer ones are infinite in a browser, and int() rejects some.
    return int(text) if len(text) < 400 else float(text)


def _format_number(value: float) -> str:
    if not math.isfinite(value):
        return "null"
    if not value:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + int(exponent)
    if len(text) <= point <= 21:
        text += "0" * (point - len(text))
    elif 0 < point <= 21:
        text = f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{text}"
    else:
        fraction = f".{text[1:]}" if len(text) > 1 else ""
        text = f"{text[0]}{fraction}e{point - 1:+d}"
    return "-" * sign + text
