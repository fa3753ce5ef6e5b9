"""Previews of items as self-contained SVG, for viewers that only show images.

A table shows its first rows and columns, text its first lines, and other types a card that names
them. Payloads are hostile: all of them are escaped or parsed, and none is executed.
"""

from .cards import card_svg, text_svg
from .preview import preview_svg
from .tables import table_svg

__all__ = ["card_svg", "preview_svg", "table_svg", "text_svg"]
