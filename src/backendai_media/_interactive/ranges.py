"""The values of an argument, written as `interact` of ipywidgets takes them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .._spec import INTERACTIVE_MAX_VALUES
from ..errors import OutputError
from ..model.interactive import Choice

__all__ = ["Range", "ranges_of"]

#: Characters of a value's text.
_MAX_LABEL_CHARACTERS = 80


@dataclass(frozen=True)
class Range:
    """An argument, its values with their texts, and the number of the one to begin with."""

    choice: Choice
    values: list[Any]
    first: int


def ranges_of(function: Callable[..., Any], given: Mapping[str, Any]) -> list[Range]:
    """Return the ranges of a function's arguments. Raises `OutputError` for what is none."""
    try:
        parameters = dict(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        parameters = {}
    defaults = {name: one.default for name, one in parameters.items()}
    found = [_range(name, one, defaults.get(name, _NOTHING)) for name, one in given.items()]
    if not found:
        raise OutputError("interactive needs a range for at least one argument: x=(0, 10)")
    if sum(len(one.values) for one in found) > INTERACTIVE_MAX_VALUES:
        raise OutputError(
            f"The arguments have more than {INTERACTIVE_MAX_VALUES:,} values; give a larger step"
        )
    return found


_NOTHING = inspect.Parameter.empty


def _range(name: str, given: Any, default: Any) -> Range:
    kind, values, labels, first = _read(name, given)
    if not values:
        raise OutputError(f"{name} has no values")
    if default is not _NOTHING:
        first = _nearest(values, default, first)
    texts = [_text(one) for one in labels]
    return Range(Choice(_text(name), kind, texts), values, first)


def _read(name: str, given: Any) -> tuple[str, list[Any], list[Any], int]:
    """Return a kind of control, values, what stands for them, and the first one's number."""
    if isinstance(given, bool):
        return "checkbox", [False, True], [False, True], int(given)
    if _is_number(given):
        given = (0, 1) if not given else (-given, 3 * given) if given > 0 else (3 * given, -given)
    if isinstance(given, tuple) and len(given) in {2, 3} and all(map(_is_number, given)):
        steps = _steps(name, *given)
        return "slider", steps, steps, (len(steps) - 1) // 2
    if isinstance(given, range):
        _check_count(name, len(given))
        return "slider", [*given], [*given], 0
    if isinstance(given, Mapping):
        return "select", [*given.values()], [*given], 0
    if control := _of_widget(name, given):
        return control
    if getattr(given, "ndim", None) == 1 and callable(listed := getattr(given, "tolist", None)):
        values = listed()
        kind = "slider" if all(map(_is_number, values)) else "select"
        return kind, values, values, 0
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise OutputError(
            f"{name}={given!r} is no range; give (least, most), (least, most, step), a list, a "
            "dictionary of names and values, or True or False"
        )
    listed_values = [*given]
    if listed_values and all(_is_pair(one) for one in listed_values):
        return "select", [one[1] for one in listed_values], [one[0] for one in listed_values], 0
    return "select", listed_values, listed_values, 0


def _of_widget(name: str, given: Any) -> tuple[str, list[Any], list[Any], int] | None:
    """Read a slider, a check box or a list of ipywidgets, or `fixed`."""
    if not hasattr(given, "value") or not type(given).__module__.startswith("ipywidgets"):
        return None
    value = given.value
    if hasattr(given, "options") and hasattr(given, "_options_full"):
        labels, values = zip(*given._options_full, strict=True)  # noqa: SLF001 - has no public name
        return "select", [*values], [*labels], _nearest([*values], value, 0)
    ends = [getattr(given, end, None) for end in ("min", "max", "step")]
    if isinstance(value, bool):
        return "checkbox", [False, True], [False, True], int(value)
    if all(map(_is_number, [value, *ends])) and not hasattr(given, "base"):
        steps = _steps(name, *ends)
        return "slider", steps, steps, _nearest(steps, value, 0)
    if type(given).__name__ == "fixed":
        return "select", [value], [value], 0
    return None


def _steps(name: str, low: Any, high: Any, step: Any = None) -> list[Any]:
    """Return the numbers from one to another; those of floats without the dust of additions."""
    is_whole = all(isinstance(one, int) for one in (low, high, step or 1))
    step = (1 if is_whole else 0.1) if step is None else step
    if not (low <= high and step > 0):
        raise OutputError(f"{name} needs (least, most) and a step above 0")
    count = int((high - low) / step + 1e-9) + 1
    _check_count(name, count)
    if is_whole:
        return [low + step * n for n in range(count)]
    return [float(f"{low + step * n:.12g}") for n in range(count)]


def _check_count(name: str, count: int) -> None:
    if count > INTERACTIVE_MAX_VALUES:
        raise OutputError(f"{name} has {count:,} values; give a larger step")


def _nearest(values: list[Any], wanted: Any, otherwise: int) -> int:
    """Return the number of a value; of numbers, that of the nearest one."""
    for number, value in enumerate(values):
        if value is wanted:
            return number
    if _is_number(wanted) and all(map(_is_number, values)):
        return min(range(len(values)), key=lambda number: abs(values[number] - wanted))
    if isinstance(wanted, str | bool):
        return next(
            (n for n, one in enumerate(values) if type(one) is type(wanted) and one == wanted),
            otherwise,
        )
    return otherwise


def _is_number(value: Any) -> bool:
    """Whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def _is_pair(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str)


def _text(value: Any) -> str:
    shown = f"{value:.12g}" if isinstance(value, float) else str(value)
    return shown.encode("utf-8", "replace").decode()[:_MAX_LABEL_CHARACTERS]
