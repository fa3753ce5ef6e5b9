"""Interface texts of static pages. Made by scripts/generate from spec/; change the facts there."""

from typing import Final, Literal, TypeAlias

# fmt: off
#: Languages that are shipped besides English.
LANGUAGES: Final = ("de", "ja", "ko")
#: The ids of the texts.
MessageId: TypeAlias = Literal[
    "image",
    "no_renderer",
    "broken_image",
    "stdout",
    "stderr",
    "error",
    "log",
    "plain_text",
    "lines_hidden",
    "chart",
    "widget_needs_kernel",
    "latex_too_long",
    "drawing",
    "git_history",
    "no_commits",
    "malformed_commits",
    "malformed_lines",
    "not_asciicast",
    "map_of",
    "not_listed",
    "not_geojson",
    "audio",
    "video",
    "pdf_document",
    "broken_media",
    "not_pdf",
    "not_data",
    "rows",
    "columns",
    "download",
    "output",
    "notebook",
    "too_long",
    "needs_scripts",
    "not_loaded_from",
    "invalid_formula",
    "chart_without_data",
    "series",
    "older_commits",
    "no_coordinates",
    "map_extent",
    "last_screen",
    "cells_shown",
    "needs_package",
]
