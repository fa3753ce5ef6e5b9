"""Warnings about what a picture cannot do."""

import sys
import warnings
from pathlib import Path

__all__ = ["TurtleWarning", "warn_once"]

_warned: set[str] = set()


class TurtleWarning(UserWarning):
    """A program needs something that a picture does not have, such as a keyboard."""


def warn_once(text: str) -> None:
    """Warn the first time only, naming the line of the program that caused it."""
    if text in _warned:
        return
    _warned.add(text)
    here = str(Path(__file__).parent)
    frame = sys._getframe(1)  # noqa: SLF001 - warnings of 3.11 cannot skip files
    while frame.f_back and _is_ours(frame.f_code.co_filename, here):
        frame = frame.f_back
    warnings.warn_explicit(text, TurtleWarning, frame.f_code.co_filename, frame.f_lineno)


def _is_ours(file: str, here: str) -> bool:
    return file.startswith(here) or file == "<string>" or Path(file).name == "turtle.py"
