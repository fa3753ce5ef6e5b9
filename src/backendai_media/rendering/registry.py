"""Finds the renderer for a mimebundle: the best of its types that is supported."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from .._spec import STATIC_FORMS
from ..errors import MissingExtraError
from ..model.media_types import rank_of, row_of
from .context import Context, MessageError, RenderError
from .languages import MessageId
from .markup import element, text
from .notice import notice
from .twin import has_twin

__all__ = ["render_bundle", "supports"]

Renderer = Callable[[str, Any, Context], str]

#: What is said of types that would show something else if their scripts ran.
_SCRIPTED: tuple[MessageId, ...] = ("needs_scripts", "script_not_run")
#: Longer error messages of libraries are cut.
MAX_REASON_CHARACTERS = 300


def render_bundle(
    data: dict[str, Any], metadata: dict[str, Any], context: Context
) -> tuple[str, str]:
    """Render the best supported type of a bundle; return the type and its markup.

    If none can be rendered, the markup is a notice.
    """
    first: tuple[str, str] | None = None
    types = ranked(data)
    if has_twin(data):
        types.remove("text/html")
    for type_ in types:
        type_metadata = metadata.get(type_)
        context.bundle = data
        context.metadata = {
            **metadata,
            **(type_metadata if isinstance(type_metadata, dict) else {}),
        }
        try:
            shown = _renderer(type_)(type_, data[type_], context)
        except MissingExtraError:
            raise
        except MessageError as error:
            first = first or (type_, context.translate(error.id_, **error.values))
        except RenderError as error:
            first = first or (type_, str(error))
        except Exception as error:  # noqa: BLE001 - libraries may raise anything for hostile payloads
            first = first or (type_, f"{type(error).__name__}: {error}"[:MAX_REASON_CHARACTERS])
        else:
            # A text does not say that it stands for more.
            if type_ == "text/plain" and first and first[1] in map(context.translate, _SCRIPTED):
                shown += element("div", text(first[1]), class_="backendai-static-note")
            return type_, shown
    type_ = first[0] if first else next(iter(data))
    reason = first[1] if first else context.translate("no_renderer")
    return type_, notice(type_, reason, data[type_], context)


def ranked(data: dict[str, Any]) -> list[str]:
    """Return the supported types of a bundle, best first."""
    return sorted(filter(supports, data), key=rank_of)


def supports(type_: str) -> bool:
    """Whether a type is supported."""
    return _form(type_) is not None


def _form(type_: str) -> str | None:
    """Return the module and function that render a type."""
    row = row_of(type_)
    return STATIC_FORMS[row] if row else None


@cache
def _renderer(type_: str) -> Renderer:
    module, _, name = (_form(type_) or "").partition(".")
    found: Renderer = getattr(import_module(f".{module}", __package__), name)
    return found
