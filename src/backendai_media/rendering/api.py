"""`render`: turns items into HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .._imports import requires_extra
from .._spec import LAZY_AFTER_ITEMS, RENDER_MAX_ITEMS
from ..assets.tags import Markup
from ..errors import BackendAIMediaError
from ..model import InvalidItem, Item, MediaItem, compact, to_builtins
from ..model.compaction import shows_widget
from ..model.normalizer import read

with requires_extra("render"):
    from .context import Context
    from .inline_form import inline_form
    from .limits import Limits, Meter
    from .markup import element
    from .notice import left_out
    from .objects import items_of, object_items
    from .results import item_element, repeated_element
    from .standalone import THEMES, page, shadow_style
    from .translate import Messages, Translator

__all__ = ["check_style", "new_context", "render", "result_element"]

#: Where the styles of a result are.
STYLES = ("sheet", "inline")
#: Characters of a host or origin, as a policy may list it.
_HOST_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-:/[]*")


def render(  # noqa: PLR0913 - settings of one call
    items: Any,
    result_id: str = "",
    *,
    as_object: bool = False,
    standalone: bool = False,
    theme: str | None = None,
    hosts: Iterable[str] = (),
    shadow: bool = True,
    style: str = "sheet",
    title: str | None = None,
    language: str | None = None,
    messages: Messages | None = None,
    limits: Limits | None = None,
) -> Markup:
    """Render items, in any shape that `normalize` accepts, or an object, as static HTML.

    What `normalize` understands nothing of is an object, and shown as `display` shows it: a data
    frame, a figure, a chart, text, an exception with its traceback. With `as_object` everything
    is, also a list that could be an item, such as `["stdout", "x"]`. The result is markup for
    template engines (`__html__`).

    The elements are those that the browser script creates. With `standalone` the result is a whole
    page with its own policy and styles, else a fragment. `theme` is `"light"`, `"dark"` or `None`,
    which follows the reader's settings. HTML outputs may load images and media from `hosts`. With
    `shadow=False`, for mail, no shadow roots are used: style sheets, ids and classes of outputs
    are left out. `title` is that of a whole page.

    With `style="inline"` all styles are at the elements: no style sheet is needed and there are no
    shadow roots, so that scripts can put the markup into a page in any way. Styles for a mouse, a
    width or the reader's theme are left out then; without a `theme`, colours follow the
    `color-scheme` of the page.

    `language` is the language of interface texts and of a whole page, by default English; `de`,
    `ja` and `ko` are shipped, others fall back to English. `messages` has texts by their ids
    (docs/messages.md), for other words or other languages; ids that are not used are ignored.

    `limits` bound the work and the size of the result, by default as `Limits` says; what exceeds
    them is left out, with a note.

    Content never raises. Raises `MissingExtraError` if a package is missing, `AssetsError` if the
    browser bundle was not built, `BackendAIMediaError` for an unknown theme or style, an invalid
    host, or `language` or `messages` of another type.
    """
    is_inline = check_style(style)
    context = new_context(
        hosts=hosts,
        shadow=shadow or is_inline,
        language=language,
        messages=messages,
        limits=limits,
    )
    found = object_items(items) if as_object else items_of(items, context.widgets)
    made = items_element(found, result_id, context, theme=theme)
    if is_inline:
        made = inline_form(made, context, theme)
    if not standalone:
        return Markup(context.complete(made))
    title = title or context.translate("output")
    return Markup("".join(page(made, context, title=title, theme=theme)))


def check_style(style: str) -> bool:
    """Return whether styles are at the elements. Raises `BackendAIMediaError` for another style."""
    if style not in STYLES:
        raise BackendAIMediaError(f"style must be one of {', '.join(STYLES)}, not {style!r}")
    return style == "inline"


def result_element(
    items: Any, result_id: str, context: Context, *, theme: str | None = None
) -> str:
    """Return the element of a whole result, and its data if the page has them."""
    found = read(items, context.widgets)
    has_widgets = any(map(shows_widget, found))
    if has_widgets:
        # Where the browser shows it again, that needs the states, too.
        found = [*(context.saved if context.island else context.saved_outputs), *found]
    made = items_element(found, result_id, context, theme=theme)
    if not context.island:
        return made
    # What a widget shows is known from the whole notebook only.
    kept = to_builtins(compact(found, places=True)) if has_widgets else items
    return context.island(kept, str(result_id), made)


def items_element(
    found: list[Item], result_id: str, context: Context, *, theme: str | None = None
) -> str:
    """Return the element of a result's items."""
    if theme is not None and theme not in THEMES:
        raise BackendAIMediaError(f"theme must be one of {', '.join(THEMES)}, not {theme!r}")
    context.theme = theme
    context.states.begin(found)
    slots: list[str] = []
    shown = 0
    # One update may be shown in many places.
    sizes: dict[int, int] = {}
    visible = compact(found)
    for place, item in enumerate(visible[:RENDER_MAX_ITEMS]):
        if not context.meter.count():
            break
        context.is_far = place >= LAZY_AFTER_ITEMS
        shown += 1
        slot = context.states.place(item.widget, slots)
        payload = _payload(item)
        if payload in sizes and not context.meter.repeat(sizes[payload]):
            slot.append(repeated_element(context))
            continue
        since = context.meter.granted
        made = item_element(item, context)
        slot.append(made)
        if payload and payload not in sizes:
            context.meter.allow_repeats(since)
            sizes[payload] = len(made)
    if len(visible) > shown:
        context.meter.left_out["left_out_parts"] = None
        slots.append(left_out(context))
    return element(
        "div",
        context.states.filled("".join(slots)),
        class_="backendai-output",
        data_backendai_result=str(result_id) or None,
        data_backendai_theme=theme,
    )


def _payload(item: Item) -> int:
    """Return what tells the payload of an item that is shown again, or 0."""
    if isinstance(item, MediaItem):
        return id(item.data)
    if isinstance(item, InvalidItem) and isinstance(item.raw, dict | list):
        return id(item.raw)
    return 0


def new_context(  # noqa: PLR0913 - settings of one call
    *,
    hosts: Iterable[str] = (),
    shadow: bool = True,
    save: Callable[[bytes, str], str | None] | None = None,
    language: str | None = None,
    messages: Messages | None = None,
    limits: Limits | None = None,
) -> Context:
    """Return a context for the renderers of one page.

    Raises `BackendAIMediaError` for an invalid host, language or messages.
    """
    allowed = frozenset([hosts] if isinstance(hosts, str) else hosts)
    for host in allowed:
        if not host or not _HOST_CHARACTERS.issuperset(host.lower()):
            raise BackendAIMediaError(
                f"{host!r} is not a host (expected e.g. pictures.example.org)"
            )
    base = shadow_style() if shadow else ""
    prose = shadow_style("markdown") if shadow else ""
    jupyter = shadow_style("jupyter") if shadow else ""
    translate = Translator(language, messages)
    meter = Meter(limits or Limits())
    return Context(
        base,
        translate,
        prose,
        jupyter,
        hosts=allowed,
        confined=shadow,
        save=save,
        meter=meter,
    )
