"""Text in several formats, and JSON."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, ClassVar

from ..errors import OutputError
from ..model.jsonio import loads
from .output import Output, read_file

__all__ = ["HTML", "Json", "Latex", "Markdown", "Svg"]


class _Text(Output):
    """Text, its bytes in UTF-8, or the `Path` of a file that contains it."""

    _type: ClassVar[str]
    #: Methods by which objects of other libraries return such text.
    _methods: ClassVar[tuple[str, ...]] = ()

    def __init__(self, text: Any) -> None:
        self.text = self._read(text)

    def _read(self, given: Any) -> str:
        for name in self._methods:
            if not isinstance(given, type) and callable(method := getattr(given, name, None)):
                given = method()
        if isinstance(given, Path):
            given = read_file(given)
        if isinstance(given, bytes | bytearray):
            try:
                given = bytes(given).decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise OutputError(f"{_name(self)} takes text in UTF-8: {error}") from error
        if not isinstance(given, str):
            raise OutputError(
                f"{_name(self)} takes text or the Path of a file, not {type(given).__name__}"
            )
        return str.__str__(given)

    def _make(self) -> dict[str, Any]:
        return {self._type: self.text, "text/plain": self.text}

    def __repr__(self) -> str:
        return f"<{_name(self)}: {len(self.text):,} characters>"


class HTML(_Text):
    """HTML: text, a `Path`, or an object with `__html__` or `_repr_html_`.

    Viewers sanitise it: scripts run only in a sandboxed frame, if the page allows that.
    """

    _type = "text/html"
    _methods = ("__html__", "_repr_html_")

    def _make(self) -> dict[str, Any]:
        return {self._type: self.text, "text/plain": repr(self)}


class Markdown(_Text):
    """Markdown: text or a `Path`. The common indentation of all lines is removed."""

    _type = "text/markdown"
    _methods = ("_repr_markdown_",)

    def _read(self, given: Any) -> str:
        return inspect.cleandoc(super()._read(given))


class Latex(_Text):
    r"""A formula, or text with formulas in `$`, `$$`, `\(`, `\[` or an environment.

    Without any of these, the whole text is one formula.
    """

    _type = "text/latex"
    _methods = ("_repr_latex_",)

    def _read(self, given: Any) -> str:
        text = super()._read(given).strip()
        has_marks = any(mark in text for mark in ("$", "\\(", "\\[", "\\begin{"))
        return text if has_marks else f"$$\n{text}\n$$"


class Svg(_Text):
    """A vector image: SVG text, a `Path`, or an object with `_repr_svg_`."""

    _type = "image/svg+xml"
    _methods = ("_repr_svg_",)

    def _read(self, given: Any) -> str:
        text = super()._read(given)
        if "<svg" not in text:
            raise OutputError("Svg takes an SVG document; this text has no <svg> element")
        return text

    def _make(self) -> dict[str, Any]:
        return {self._type: self.text, "text/plain": repr(self)}


class Json(Output):
    """A JSON value, JSON text or its bytes, or the `Path` of a JSON file.

    Dataclasses, mappings, sets, arrays and the like are converted. Raises `OutputError` for text
    that is not JSON.
    """

    def __init__(self, value: Any) -> None:
        if isinstance(value, Path):
            value = read_file(value)
        if isinstance(value, bytes | bytearray):
            value = bytes(value).decode("utf-8-sig", "replace")
        if isinstance(value, str):
            try:
                value = loads(value)
            except (ValueError, RecursionError) as error:
                raise OutputError(
                    f"Json takes a value or JSON text, and this text is not JSON ({error}); "
                    "to show the text itself, use Json(json.dumps(text))"
                ) from error
        elif callable(dump := getattr(value, "model_dump", None)):  # pydantic
            value = dump(mode="json")
        self.value = value

    def _make(self) -> dict[str, Any]:
        from ..model.plain_values import strip_markers, to_plain

        return {"application/json": strip_markers(to_plain(self.value)), "text/plain": self._text()}

    def _text(self) -> str:
        text = repr(self.value)
        return text if len(text) < 10_000 else f"{text[:10_000]}…"

    def __repr__(self) -> str:
        return f"<Json: {type(self.value).__name__}>"


def _name(output: object) -> str:
    return type(output).__name__
