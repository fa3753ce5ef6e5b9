"""Widgets that are displayed: views read their models and write their elements."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .._spec import WIDGET_MAX_LEVELS, WIDGET_MAX_VIEWS
from ..errors import MissingExtraError
from ..model.compaction import WidgetModel
from ..model.widgets import references_in
from .context import Context
from .html import render
from .markup import element, text
from .widget_numbers import float_of, is_number, js_number
from .widget_states import WidgetStates
from .widget_styles import declared, safe_value

__all__ = ["Control", "Display", "View"]

#: Operations of a view.
OPERATIONS = 60
#: HTML that is nothing but text; what else could be between signs for less and greater.
_ENTITY = re.compile("&(lt|gt|amp|quot|nbsp|#39);")
_MARKUP = re.compile(r"[<$\\]|&(?!(?:lt|gt|amp|quot|nbsp|#39);)")
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "nbsp": "\u00a0", "#39": "'"}
_DOLLARS = re.compile(r"(?<![\\$])\$(?!\s)([^$<>]+)(?<!\s)\$(?!\d)")
_FORMULA = re.compile(r"\$[^$]+\$|\\[(\[]")

#: Writes the element of a widget.
Control = Callable[["View"], str]


@dataclass
class Display:
    """A widget that is displayed, with all that it contains."""

    context: Context
    states: WidgetStates
    #: Returns what shows a model.
    control_of: Callable[[WidgetModel], Control]
    #: A person could use a control if there were a kernel.
    needs_kernel: bool = False
    _count: int = 0

    def show(self, name: str, within: tuple[str, ...] = ()) -> str:
        """Return the element of a widget within others; `""` of one in itself, and of too many."""
        meter, states = self.context.meter, self.states
        if name in within:
            return ""
        self._count += 1
        level = states.level + len(within)
        if self._count > WIDGET_MAX_VIEWS or level >= WIDGET_MAX_LEVELS:
            meter.left_out["left_out_parts"] = None
            return ""
        if not meter.spend(OPERATIONS, "left_out_parts"):
            return ""
        model = states.get(name)
        if model is None:
            # It may be an Output widget, whose content is known.
            place = element("div", states.outlet(name, level + 1), class_="backendai-widget-output")
            return element("div", place, class_="backendai-widget backendai-widget-outer")
        is_repeated = name in states.sizes
        size = states.sizes[name] if is_repeated else _size(model)
        if not is_repeated:
            meter.grant(size)
        elif not meter.repeat(size):
            meter.left_out["left_out_repeated"] = None
            return ""
        # What is repeated brings no room for further ones.
        with meter.within(0 if is_repeated else math.inf):
            made = self.control_of(model)(View(self, name, model, within))
        # What there was no room for takes time, too.
        states.sizes[name] = max(len(made), size)
        return made


def _size(model: WidgetModel) -> int:
    """Return about how many characters a state has."""
    size = sum(len(one.data) for parts in model.buffers.values() for one in parts)
    for value in model.state.values():
        size += 10
        for one in value if isinstance(value, list) else [value]:
            size += len(one) if isinstance(one, str) else 1
    return size


@dataclass(frozen=True)
class View:
    """Reads the traits of a model as what they should be, and writes its element."""

    display: Display
    name: str
    model: WidgetModel
    within: tuple[str, ...] = ()

    @property
    def context(self) -> Context:
        """Settings and state of the page."""
        return self.display.context

    def get(self, trait: str) -> Any:
        """Return a trait's value."""
        return self.model.state.get(trait)

    def text(self, trait: str) -> str:
        """Return a text or number as text."""
        return _text_of(self.get(trait))

    def number(self, trait: str, otherwise: float) -> float:
        """Return a finite number, or what stands for one."""
        value = self.get(trait)
        return float_of(value) if is_number(value) else otherwise

    def flag(self, trait: str, *, otherwise: bool = False) -> bool:
        """Return whether something is so."""
        value = self.get(trait)
        return value if isinstance(value, bool) else otherwise

    def listed(self, trait: str) -> list[Any]:
        """Return a list, or an empty one."""
        value = self.get(trait)
        return value if isinstance(value, list) else []

    def texts(self, trait: str, most: int) -> list[str]:
        """Return a list of texts."""
        return [_text_of(one) for one in self.listed(trait)[:most]]

    def part(self, trait: str) -> Callable[[str], Any]:
        """Return the function that returns the traits of the model that a trait names."""
        names = references_in(self.get(trait))
        model = self.display.states.get(names[0]) if names else None
        return model.state.get if model else lambda _: None

    def data(self, trait: str) -> bytes:
        """Return a binary value."""
        for one in self.model.buffers.get(trait, ()):
            if len(one.path) == 1:
                # Browsers leave out spaces, and need no signs at the end.
                given = "".join(one.data.split()).rstrip("=")
                try:
                    return base64.b64decode(given + "=" * (-len(given) % 4), validate=True)
                except (binascii.Error, ValueError):
                    return b""
        return b""

    def children(self, *traits: str) -> Iterator[str]:
        """Yield the elements of the widgets that traits name."""
        within = (*self.within, self.name)
        for trait in traits:
            for name in references_in(self.listed(trait)[: WIDGET_MAX_VIEWS + 1]):
                yield self.display.show(name, within)

    def element(self, kinds: Iterable[str], *inner: str, look: str | None = None) -> str:
        """Return the element of the widget; `kinds` are classes, without the prefix."""
        found, is_colored = declared(self.part("layout"), self.part("style"))
        names = ["backendai-widget", *(f"backendai-widget-{one}" for one in kinds)]
        if is_colored:
            names.append("backendai-widget-colored")
        # The style sheet looks for a colour behind a space.
        style = "".join(f" {name}: {value};" for name, value in found.items())
        tooltip = self.get("tooltip") or self.get("description_tooltip")
        return element(
            "div",
            *inner,
            class_=" ".join(names),
            style=style or None,
            title=tooltip if isinstance(tooltip, str) and self.fits(tooltip) else None,
            data_look=look,
        )

    def fits(self, *texts: str) -> bool:
        """Whether there is room for some texts; what there is none for is left out, with a note."""
        return self.context.meter.write(sum(map(len, texts)), "left_out_parts")

    def label(self) -> str:
        """Return the description, if there is one."""
        if not self.text("description"):
            return ""
        width = safe_value(self.part("style")("description_width"))
        width = "auto" if width == "initial" else width
        style = f"width: {width};" if width else None
        return element("label", self.description(), class_="backendai-widget-label", style=style)

    def description(self) -> str:
        """Return the description as markup."""
        given = self.text("description")
        if self.flag("description_allow_html"):
            return self.html(given, formulas=True)
        return self.rich(given)

    @property
    def aria(self) -> str:
        """The control's name for those who do not see it."""
        return self.text("description") or self.text("_model_name")

    def rich(self, content: str) -> str:
        """Return text with formulas."""
        if _FORMULA.search(content):
            return self.html(text(content), formulas=True)
        return text(content) if self.fits(content) else ""

    def html(self, content: str, *, formulas: bool = False) -> str:
        """Return HTML, sanitised as all other."""
        if not _MARKUP.search(content):
            plain = _ENTITY.sub(lambda found: _CHARACTERS[found[1]], content)
            return text(plain) if self.fits(plain) else ""
        markup = _DOLLARS.sub(r"\\(\1\\)", content) if formulas else content
        context = self.context
        bundle, context.bundle = context.bundle, {}
        try:
            return render("text/html", markup, context)
        except MissingExtraError:
            raise
        except Exception:  # noqa: BLE001 - libraries may raise anything for hostile payloads
            return text(content) if self.fits(content) else ""
        finally:
            context.bundle = bundle

    def say(self) -> None:
        """Say that a person could use it if there were a kernel."""
        self.display.needs_kernel = True


def _text_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return js_number(float_of(value)) if is_one else ""
