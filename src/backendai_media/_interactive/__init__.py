"""`interactive`: what a function shows for many arguments, to choose from without a kernel."""

from .grid import Interactive, interactive

__all__ = ["Interactive", "interactive"]
