"""Pictures of items, for viewers that know images only: SVG text that stands by itself.

A table shows its first rows and columns, text its first lines, what has no picture of its own a
card that says what it is. Payloads are hostile: all of them are escaped or parsed, none is run.
"""

from .cards import card, text
from .preview import picture
from .tables import table

__all__ = ["card", "picture", "table", "text"]
