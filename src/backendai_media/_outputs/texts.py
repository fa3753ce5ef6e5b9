"""Text in a format, and JSON."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, ClassVar

from ..model.jsonio import loads
from .base import Output, OutputError, read

__all__ = ["HTML", "Json", "Latex", "Markdown", "Svg"]


class _Text(Output):
    """Text, the bytes of it as UTF-8, or the `Path` of a file that holds it."""

    _type: ClassVar[str]
    #: What other libraries call the method that returns such text.
    _methods: ClassVar[tuple[str, ...]] = ()

    def __init__(self, text: Any) -> None:
        self.text = self._read(text)

    def _read(self, given: Any) -> str:
        for name in self._methods:
            if not isinstance(given, type) and callable(method := getattr(given, name, None)):
                given = method()
        if isinstance(given, Path):
            given = read(given)
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

    Viewers clean it: scripts run nowhere but in a frame, where a page asks for that.
    """

    _type = "text/html"
    _methods = ("__html__", "_repr_html_")

    def _make(self) -> dict[str, Any]:
        return {self._type: self.text, "text/plain": repr(self)}


class Markdown(_Text):
    """Markdown: text or a `Path`. What all lines are indented by is taken away."""

    _type = "text/markdown"
    _methods = ("_repr_markdown_",)

    def _read(self, given: Any) -> str:
        return inspect.cleandoc(super()._read(given))


class Latex(_Text):
    r"""A formula, or text with formulas in `$`, `$$`, `\(`, `\[` or an environment.

    Without any of these all of it is taken for one formula.
    """

    _type = "text/latex"
    _methods = ("_repr_latex_",)

    def _read(self, given: Any) -> str:
        text = super()._read(given).strip()
        marked = any(mark in text for mark in ("$", "\\(", "\\[", "\\begin{"))
        return text if marked else f"$$\n{text}\n$$"


class Svg(_Text):
    """A vector picture: SVG text, a `Path`, or an object with `_repr_svg_`."""

    _type = "image/svg+xml"
    _methods = ("_repr_svg_",)

    def _read(self, given: Any) -> str:
        text = super()._read(given)
        if "<svg" not in text:
            raise OutputError("Svg takes an SVG document; this has no <svg> element")
        return text

    def _make(self) -> dict[str, Any]:
        return {self._type: self.text, "text/plain": repr(self)}


class Json(Output):
    """A value that JSON knows, JSON text (or the bytes of it), or the `Path` of a JSON file.

    Dataclasses, mappings, sets, arrays and their like become what JSON has for them.
    """

    def __init__(self, value: Any) -> None:
        if isinstance(value, Path):
            value = read(value)
        if isinstance(value, bytes | bytearray):
            value = bytes(value).decode("utf-8-sig", "replace")
        if isinstance(value, str):
            try:
                value = loads(value)
            except (ValueError, RecursionError) as error:
                raise OutputError(
                    f"Json takes a value or JSON text, and this text is no JSON ({error}); "
                    "a text as a value is Json(json.dumps(text))"
                ) from error
        elif callable(dump := getattr(value, "model_dump", None)):  # pydantic's way
            value = dump(mode="json")
        self.value = value

    def _make(self) -> dict[str, Any]:
        from ..model.builtins import exact, plain

        return {"application/json": exact(plain(self.value)), "text/plain": self._text()}

    def _text(self) -> str:
        text = repr(self.value)
        return text if len(text) < 10_000 else f"{text[:10_000]}…"

    def __repr__(self) -> str:
        return f"<Json: {type(self.value).__name__}>"


def _name(output: object) -> str:
    return type(output).__name__
