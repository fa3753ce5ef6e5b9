"""Answers of other platforms, as values that `normalize` knows (docs/normal-form.md, platforms).

`browser/src/renderers/reader/platforms.ts` has the same functions in the same order.
"""

from collections.abc import Callable
from typing import Any

from .platform_notebooks import BY_KEY as NOTEBOOKS
from .platform_notebooks import BY_TYPE as NOTEBOOK_TYPES
from .platform_notebooks import old_output
from .platform_services import BY_KEY as SERVICES
from .platform_services import BY_TYPE as SERVICE_TYPES

__all__ = ["old_output", "translate"]

Translate = Callable[[dict[str, Any]], Any]

_BY_TYPE: dict[str, Translate] = {**SERVICE_TYPES, **NOTEBOOK_TYPES}
#: Key that an object must have → what reads it; the first that returns something decides.
_BY_KEY: dict[str, tuple[Translate, ...]] = {**SERVICES, **NOTEBOOKS}


def translate(value: dict[str, Any]) -> Any:
    """Return an object of another platform in a known shape, else `None`."""
    type_ = value.get("type")
    if isinstance(type_, str):
        if (read := _BY_TYPE.get(type_)) and (made := read(value)) is not None:
            return made
        if "data" in value:
            return None
    for key in value:
        for read in _BY_KEY.get(key, ()):
            if (made := read(value)) is not None:
                return made
    return None
