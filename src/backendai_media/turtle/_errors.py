"""What goes wrong, and what a picture cannot do."""

import sys
import warnings
from pathlib import Path

from ..errors import BackendAIMediaError

__all__ = ["NoTurtleError", "TclError", "TurtleWarning", "once"]

_said: set[str] = set()


class TclError(BackendAIMediaError):
    """What Tk refuses: `turtle.TK.TclError`."""


class NoTurtleError(BackendAIMediaError, ImportError):
    """This Python comes without its `turtle` module."""


class TurtleWarning(UserWarning):
    """A program asks for something that a picture has not, such as a keyboard."""


def once(text: str) -> None:
    """Say something, the first time only, as of the line of the program that brought it up."""
    if text in _said:
        return
    _said.add(text)
    here = str(Path(__file__).parent)
    frame = sys._getframe(1)  # noqa: SLF001 - warnings of 3.11 cannot skip files
    while frame.f_back and _is_ours(frame.f_code.co_filename, here):
        frame = frame.f_back
    warnings.warn_explicit(text, TurtleWarning, frame.f_code.co_filename, frame.f_lineno)


def _is_ours(file: str, here: str) -> bool:
    return file.startswith(here) or file == "<string>" or Path(file).name == "turtle.py"
