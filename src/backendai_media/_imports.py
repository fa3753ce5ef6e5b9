"""Names and packages that are imported when they are first used."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from .errors import MissingExtraError

__all__ = ["attach", "requires_extra"]


def attach(
    package: str, homes: Mapping[str, str], extras: Mapping[str, str] | None = None
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and `__dir__` of a package whose names are imported when used.

    `homes` has the module of the package that defines each name; a name that is its own home is
    that module. `extras` has the extra that brings a home which the core alone does not have:
    the name raises `MissingExtraError` then.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home = f"{package}.{homes[name]}"
        try:
            module = import_module(home)
        except ModuleNotFoundError as error:
            if error.name == home and extras and name in extras:
                raise MissingExtraError(extras[name]) from error
            raise
        value = module if homes[name] == name else getattr(module, name)
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:  # noqa: N807
        names: list[str] = sys.modules[package].__all__
        return names

    return __getattr__, __dir__


@contextmanager
def requires_extra(extra: str) -> Iterator[None]:
    """Raise `MissingExtraError` where what is imported within is not installed."""
    try:
        yield
    except MissingExtraError:
        raise
    except ImportError as error:
        raise MissingExtraError(extra) from error
