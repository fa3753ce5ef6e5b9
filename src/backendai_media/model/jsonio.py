"""JSON text as a browser reads and writes it."""

import json
import math
from decimal import Decimal
from typing import Any, NoReturn

import msgspec

__all__ = ["dumps", "loads", "read"]


def loads(text: str) -> Any:
    """Read JSON; raises `ValueError` (for `NaN` and the like too) or `RecursionError`."""
    return json.loads(text, parse_constant=_refuse, parse_int=_integer)


def read(raw: bytes | str) -> Any:
    """Read a file's JSON as Python writes it, `NaN` and other encodings included.

    Raises `ValueError` or `RecursionError`.
    """
    try:
        return msgspec.json.decode(raw)  # several times as fast
    except ValueError:
        return json.loads(raw)


def dumps(value: Any) -> str:
    """Write plain values compactly, as `JSON.stringify` does, numbers included."""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return f"[{','.join(map(dumps, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{dumps(key)}:{dumps(one)}' for key, one in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _integer(text: str) -> int | float:
    # Longer ones are infinite in a browser, and int() refuses some.
    return int(text) if len(text) < 400 else float(text)


def _number(value: float) -> str:
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
