"""Notebooks: Markdown and code cells, and their outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from ..assets.tags import Markup
from ..errors import ItemError
from ..model.items import CommItem
from ..model.jsonio import read
from ..model.normalizer import read_saved
from ..model.plain_values import replace_surrogates
from .api import check_style, new_context, result_element
from .code import cost, highlight
from .console import text as plain_text
from .context import Context
from .inline_form import inline_form
from .limits import Limits
from .local_pictures import LocalPictures
from .markdown import markdown
from .markup import element, text
from .notice import left_out
from .old_notebooks import is_old, upgraded
from .results import CONFINED, FRAME
from .standalone import page
from .translate import Messages

__all__ = ["CodeCell", "body", "content_element", "is_notebook", "notebook", "parsed", "title_of"]


#: Bytes or characters of a notebook whose cells are parsed one by one.
MIN_LAZY_LENGTH = 20_000_000
#: What highlighting takes is an estimate for slow lexers; most code takes a part of it.
COST_PART = 6
#: Makes the element of a code cell, of its source, its number and the elements of both parts.
CodeCell: TypeAlias = Callable[[str, int, str, str], str]


def notebook(  # noqa: PLR0913 - settings of one call
    content: Any,
    *,
    standalone: bool = False,
    theme: str | None = None,
    style: str = "sheet",
    hosts: Iterable[str] = (),
    title: str | None = None,
    language: str | None = None,
    messages: Messages | None = None,
    save: Callable[[bytes, str], str | None] | None = None,
    folder: Path | None = None,
    limits: Limits | None = None,
) -> Markup:
    """Render a notebook of format 2, 3 or 4, as JSON text or the parsed value, as HTML.

    `save` is called with the bytes and the media type of each image and returns its URL, or `None`
    to embed it. Pictures beside the notebook (`![](images/a.png)`) are embedded from below `folder`
    in a whole page; in a fragment their addresses stay. The other arguments are those of `render`.
    Raises `ItemError` if it is not a notebook, and what `render` raises.
    """
    if isinstance(content, bytes | str):
        content = parsed(content)
    context = new_context(
        hosts=hosts, save=save, language=language, messages=messages, limits=limits
    )
    pictures = None if standalone and not folder else LocalPictures(folder if standalone else None)
    made = body(content, context, theme=theme, pictures=pictures)
    if check_style(style):
        made = inline_form(made, context, theme)
    if not standalone:
        return Markup(context.complete(made))
    title = title or title_of(content) or context.translate("notebook")
    return Markup("".join(page(made, context, title=title, theme=theme)))


def parsed(raw: bytes | str) -> Any:
    """Parse a result or a notebook; the cells of a large one when they are read, which is once.

    Raises `ItemError` if it is not JSON.
    """
    try:
        if len(raw) >= MIN_LAZY_LENGTH:
            fields = _fields(raw)
            if isinstance(cells := fields.get("cells"), _Cells):
                return {key: one if one is cells else read(one) for key, one in fields.items()}
        return read(raw)
    except (ValueError, RecursionError) as error:
        raise ItemError("$", f"not JSON: {error}") from None


def _fields(raw: bytes | str) -> dict[str, Any]:
    try:
        fields: dict[str, Any] = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        if "cells" in fields:
            fields["cells"] = _Cells(msgspec.json.decode(fields["cells"], type=list[msgspec.Raw]))
    except ValueError:
        return {}
    return fields


class _Cells(list[Any]):
    """Cells as JSON, which are parsed when they are read, and are gone then."""

    def __iter__(self) -> Iterator[Any]:
        self.reverse()
        while self:
            try:
                yield read(bytes(self.pop()))
            except (ValueError, RecursionError) as error:
                raise ItemError("$.cells", f"not JSON: {error}") from None


def is_notebook(content: Any) -> bool:
    """Whether a value is a notebook, of any format."""
    return isinstance(content, dict) and any(
        isinstance(content.get(key), list) for key in ("cells", "worksheets")
    )


def content_element(
    content: Any, context: Context, *, theme: str | None, folder: Path | None = None
) -> str:
    """Return a notebook, with pictures from below `folder`, or the element of another result."""
    if not is_notebook(content):
        return result_element(content, "", context, theme=theme)
    pictures = LocalPictures(folder) if folder else None
    return body(content, context, theme=theme, pictures=pictures)


def body(
    content: Any,
    context: Context,
    *,
    theme: str | None = None,
    pictures: LocalPictures | None = None,
    code_cell: CodeCell | None = None,
) -> str:
    """Return the cells of a notebook as an element; `pictures` are those of its Markdown cells."""
    cells = _cells(content)
    context.saved = read_saved(content.get("metadata"), context.widgets)
    context.saved_outputs = [one for one in context.saved if not isinstance(one, CommItem)]
    context.states.follow(context.saved)
    language = _language(content)
    context.theme = theme
    parts = []
    for number, cell in enumerate(cells, 1):
        context.meter.start()
        if not context.meter.count():
            parts.append(left_out(context))
            break
        context.pictures = pictures if cell.get("cell_type") == "markdown" else None
        if code_cell and cell.get("cell_type") == "code":
            made = _code_parts(cell, language, context, f"cell-{number}", theme)
            parts.append(code_cell(_joined(cell.get("source")), number, *made))
        else:
            parts.append(_cell(cell, language, context, f"cell-{number}", theme))
    return element("div", *parts, class_="backendai-notebook", data_backendai_theme=theme)


def _cells(content: Any) -> Iterator[dict[str, Any]]:
    if is_old(content) and not isinstance(content.get("cells"), list):
        content = upgraded(content)
    found = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(found, list):
        raise ItemError("$", "expected a notebook with cells")
    return (cell for cell in found if isinstance(cell, dict))


def _cell(
    cell: dict[str, Any], language: str, context: Context, name: str, theme: str | None
) -> str:
    kind = cell.get("cell_type")
    source = _joined(cell.get("source"))
    context.metadata, context.bundle = {}, {}
    if kind == "markdown":
        context.attachments, context.attached = cell.get("attachments"), {}
        inner = markdown("text/markdown", source, context)
        context.meter.settle(len(inner) - FRAME)
        inner += left_out(context)
        context.attachments = None
        shown = element("div", inner, class_="backendai-output", style=CONFINED)
        return _cell_element("markdown", shown)
    if kind == "code":
        return _cell_element("code", *_code_parts(cell, language, context, name, theme))
    return _cell_element("raw", element("div", plain_text("text/plain", source, context)))


def _code_parts(
    cell: dict[str, Any], language: str, context: Context, name: str, theme: str | None
) -> tuple[str, str]:
    """Return the elements of a code cell's source and of its outputs."""
    context.metadata, context.bundle = {}, {}
    source = _source(_joined(cell.get("source")), language, cell.get("execution_count"), context)
    if not cell.get("outputs"):
        return source, ""
    return source, result_element(_outputs(cell), name, context, theme=theme)


def _cell_element(kind: str, *inner: str) -> str:
    return element("section", *inner, class_=f"backendai-cell backendai-cell-{kind}")


def _source(source: str, language: str, count: Any, context: Context) -> str:
    if not source:
        return ""
    context.meter.grant(len(source))
    has_time = context.meter.spend(cost(source, language) / COST_PART, "left_out_colors")
    shown = highlight(source, language) if has_time else text(source)
    label = str(count) if isinstance(count, int) else " "
    number = element("div", f"[{label}]", class_="backendai-count", aria_hidden="true")
    # A parser takes the line feed behind the tag for none: one of the code is shown.
    code = element("pre", "\n", element("code", shown), tabindex="0")
    return element("div", number, code, class_="backendai-source") + left_out(context)


def _outputs(cell: dict[str, Any]) -> list[Any]:
    found = cell["outputs"]
    outputs = found if isinstance(found, list) else [found]
    return [_shorter(one) if isinstance(one, dict) else one for one in outputs]


def _shorter(output: dict[str, Any]) -> dict[str, Any]:
    """Return an output whose lists of lines are texts, which are normalised in less time."""
    data = output.get("data")
    # The data of items of the normal form is not always a mimebundle.
    if not isinstance(data, dict) or "kind" in output:
        return output
    return {**output, "data": {key: _whole(value) for key, value in data.items()}}


def _whole(value: Any) -> Any:
    is_lines = isinstance(value, list) and {*map(type, value)} == {str}
    return "".join(value) if is_lines else value


def _joined(value: Any) -> str:
    if isinstance(value, list):
        value = "".join(one for one in value if isinstance(one, str))
    return replace_surrogates(value) if isinstance(value, str) else ""


def _language(content: Any) -> str:
    metadata = content.get("metadata") if isinstance(content, dict) else None
    metadata = metadata if isinstance(metadata, dict) else {}
    for place, key in (("language_info", "name"), ("kernelspec", "language")):
        about = metadata.get(place)
        if isinstance(about, dict) and isinstance(about.get(key), str):
            return str(about[key])
    return "python"


def title_of(content: Any) -> str:
    """Return the title that a notebook's metadata has, or `""`."""
    metadata = content.get("metadata") if isinstance(content, dict) else None
    title = metadata.get("title") if isinstance(metadata, dict) else None
    return title if isinstance(title, str) else ""
