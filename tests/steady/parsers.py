"""All parsers of Python, each with the kind of input that reaches it.

A module of these packages that imports something to parse with must be listed here.
"""

from __future__ import annotations

__all__ = ["NOT_PARSERS", "PARSERS", "SIGNS"]

#: Imports by which a parser is known.
SIGNS = frozenset(
    "re regex json csv struct base64 html msgspec tinycss2 nh3 markdown_it math_core quickjs "
    "pygments jsonio".split()
)
#: Module → kind of input.
PARSERS = {
    "_outputs.media_payload": "audio/*",
    "_outputs.table_files": "text/csv",
    "drawing.encoding": "application/x-sorna-drawing",
    "drawing.shapes": "application/x-sorna-drawing",
    "drawing.svg_elements": "application/x-sorna-drawing",
    "gitgraph.graph_svg": "application/vnd.sorna.gitgraph",
    "model.backendai": "error",
    "model.cells": "text/csv",
    "model.delimited": "text/csv",
    "model.jsonio": "result",
    "model.media_types": "result",
    "model.compaction": "notebook",
    "model.normalize_context": "result",
    "model.normalizer": "result",
    "model.plain_values": "result",
    "model.platform_parts": "result",
    "model.svg_envelope": "image/svg+xml",
    "model.widgets": "result",
    "previews.html": "text/html",
    "previews.html_tokenizer": "text/html",
    "previews.preview": "text/html",
    "previews.svg_text": "text/csv",
    "rendering.altair": "text/html",
    "rendering.anchors": "notebook",
    "rendering.arrow": "application/vnd.apache.arrow.stream",
    "rendering.arrow_messages": "application/vnd.apache.arrow.stream",
    "rendering.charts": "application/vnd.plotly.v1+json",
    "rendering.code": "text/markdown",
    "rendering.console": "stdout",
    "rendering.console_lines": "stdout",
    "rendering.console_screen": "stdout",
    "rendering.contrast": "stdout",
    "rendering.css": "text/html",
    "rendering.error_text": "error",
    "rendering.geojson": "application/geo+json",
    "rendering.geojson_shapes": "application/geo+json",
    "rendering.html": "text/html",
    "rendering.html_formulas": "text/html",
    "rendering.images": "image/svg+xml",
    "rendering.jsontree": "application/json",
    "rendering.formulas": "text/latex",
    "rendering.latex": "text/latex",
    "rendering.markdown": "text/markdown",
    "rendering.markdown_addresses": "text/markdown",
    "rendering.markdown_footnotes": "text/markdown",
    "rendering.markdown_limits": "text/markdown",
    "rendering.markdown_math": "text/markdown",
    "rendering.markdown_raw": "text/markdown",
    "rendering.markdown_spaces": "text/markdown",
    "rendering.markup": "text/html",
    "rendering.notebooks": "notebook",
    "rendering.paper": "text/html",
    "rendering.players": "application/vnd.asciinema.asciicast",
    "rendering.python_code": "notebook",
    "rendering.recorded_screen": "application/vnd.asciinema.asciicast",
    "rendering.sgr": "stdout",
    "rendering.svg_mathml": "text/html",
    "rendering.tables": "text/csv",
    "rendering.tags": "text/html",
    "rendering.themes": "text/html",
    "rendering.width": "stdout",
}
#: Modules with such an import that read nothing of an output, with what they do.
NOT_PARSERS = {
    "_outputs.arrow_stream": "writes Arrow",
    "_outputs.text_formats": "writes what programs create",
    "_outputs.audio_video": "writes elements",
    "_outputs.table": "writes tables",
    "_outputs.webm": "writes WebM",
    "_outputs.table_records": "reads what programs pass",
    "_outputs.wav": "writes WAV",
    "drawing.png": "reads the size of its own SVG",
    "drawing.svg": "writes SVG",
    "drawing.surface": "writes commands",
    "gitgraph.export": "writes JSON",
    "gitgraph.reader": "reads what git prints",
    "model.items": "records",
    "model.nbformat": "writes outputs of notebooks",
    "rendering.convert_files": "reads files with model.jsonio",
    "rendering.local_pictures": "reads addresses",
    "rendering.temml": "hands formulas over to rendering.formulas' limits",
    "rendering.placeholders": "reads base64 by searches",
    "rendering.standalone": "writes pages",
    "rendering.translate": "reads the page's own texts",
}
