"""Text in a format, and JSON."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

from backendai_media import HTML, Json, Latex, Markdown, OutputError, Svg, normalize
from backendai_media.model import MediaItem

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize(
    ("make", "type_", "text"),
    [
        (HTML, "text/html", "<b>é</b>"),
        (Markdown, "text/markdown", "# é"),
        (Svg, "image/svg+xml", SVG),
    ],
)
def test_text(make: Any, type_: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(text, "utf-8")
    for given in (text, text.encode(), path):
        assert make(given).data[type_] == text
    (item,) = normalize(make(text).item)
    assert isinstance(item, MediaItem)
    assert item.data == make(text).data
    with pytest.raises(
        OutputError, match=f"{make.__name__} takes text or the Path of a file, not int"
    ):
        make(5)
    with pytest.raises(OutputError, match="UTF-8"):
        make(b"\xff")
    with pytest.raises(OutputError, match="none cannot be read: No such file"):
        make(tmp_path / "none")


def test_indented_markdown() -> None:
    text = """
        # Title

            code
        """
    assert Markdown(text).text == "# Title\n\n    code"


def test_formulas() -> None:
    assert Latex("x^2").text == "$$\nx^2\n$$"
    for marked in ("$x$", r"\(x\)", r"\begin{align}x\end{align}", "so $x$ is"):
        assert Latex(marked).text == marked
    assert Latex(sympy.sqrt(sympy.Symbol("x"))).text == r"$\displaystyle \sqrt{x}$"


def test_objects_that_tell_their_html() -> None:
    class Safe(str):
        __slots__ = ()

        def __html__(self) -> str:
            return f"<i>{self}</i>"

    assert HTML(Safe("a")).text == "<i>a</i>"
    with pytest.raises(OutputError, match="no <svg> element"):
        Svg("<b>")


@dataclasses.dataclass
class Point:
    x: int
    y: Any


def test_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('\ufeff{"a": [1, null]}', "utf-8")
    for one in ({"a": [1, None]}, '{"a": [1, null]}', b'{"a": [1, null]}', path):
        assert Json(one).data["application/json"] == {"a": [1, None]}
    given: dict[Any, Any] = {"p": Point(1, np.arange(2)), 3: {2, 1}, "nan": float("nan")}
    shown = {"p": {"x": 1, "y": [0, 1]}, "3": [1, 2], "nan": None}
    assert Json(given).data["application/json"] == shown
    assert Json('"text"').data["application/json"] == "text"
    with pytest.raises(OutputError, match="this text is not JSON"):
        Json("text")
    assert len(Json(list(range(100_000))).data["text/plain"]) < 10_010
