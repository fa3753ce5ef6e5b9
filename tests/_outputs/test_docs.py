"""The page about display documents everything."""

import inspect
import re
from pathlib import Path

import backendai_media
from backendai_media import _outputs, display
from backendai_media._outputs import Audio, Output, Table, Video
from backendai_media._outputs.audio_video import _Options
from backendai_media.formatters import registry
from backendai_media.previews import cards, preview, tables

PAGE = (Path(__file__).parents[2] / "docs/display.md").read_text(encoding="utf-8")


def test_every_output_is_documented() -> None:
    for name in (set(_outputs.__all__) | {"OutputError"}) - {"Output"}:
        assert f"`{name}" in PAGE
        assert name in backendai_media.__all__
    for name in [name for name in dir(Output) if not name.startswith("_")]:
        assert f"`{name}`" in PAGE


def test_every_option_is_documented() -> None:
    options = {
        *inspect.signature(display).parameters,
        *inspect.signature(Table).parameters,
        *inspect.signature(Audio).parameters,
        *inspect.signature(Video).parameters,
        *_Options.__annotations__,
    } - {"options"}
    assert {name for name in options if not re.search(rf"\b{name}\b", PAGE)} == set()


def test_known_libraries_are_documented() -> None:
    for module in registry._MODULES.values():
        assert module in PAGE.lower()


def test_limits_are_documented() -> None:
    from backendai_media._outputs import table

    assert f"more than {table._MAX_JSON_CELLS:,} cells" in PAGE
    assert f"the first {tables.ROWS} rows and {tables.COLUMNS} columns" in PAGE
    assert f"the first {cards._MAX_ROWS} lines" in PAGE
    assert "vl_convert" in inspect.getsource(preview)


def test_links_have_targets() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (Path(__file__).parents[2] / "docs" / target).exists()
