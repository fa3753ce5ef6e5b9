"""Controls of widgets that nobody can change here: the elements that pages have, disabled.

Mirrors `numbers.ts`, `text.ts`, `choice.ts`, `pickers.ts`, `tags.ts` and `media.ts` in
`browser/src/renderers/widgets/`.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable
from typing import Any

from .._spec import WIDGET_ICONS, WIDGET_MAX_OPTIONS, WIDGET_MAX_TAGS
from .errors import MessageError, RenderError
from .images import image
from .languages import MessageId
from .markup import element, text
from .players import media
from .widget_numbers import (
    float_of,
    format_number,
    is_number,
    js_number,
    rounded,
    to_precision,
)
from .widget_styles import hex_of, look_of, safe_color, safe_value
from .widget_view import Control, View

__all__ = ["CONTROLS"]

#: Saved states leave out what is usual.
_FORMATS = {"image": "png", "audio": "mp3", "video": "mp4"}
_FORMAT = re.compile(r"[\w.+-]{1,40}", re.ASCII)
#: Pixels of a side of a picture.
_MAX_SIDE = 10_000
#: In the place of a password, however long it is.
_SECRET = "•" * 8


def _clamp(value: float, low: float, high: float) -> float:
    return min(max(value, low), max(low, high))


# Sliders


def _slider(  # noqa: PLR0913 - parts of a scale
    view: View,
    places: list[float],
    shown: Callable[..., str],
    *,
    low: float,
    high: float,
    step: float,
) -> str:
    """Return a slider whose handles are at `places`; `shown` says what these stand for."""
    view.say()
    is_vertical = view.text("orientation") == "vertical"
    said = shown(*places)
    is_two = len(places) > 1
    names: tuple[MessageId, ...] = ("range_low", "range_high")
    handles = [
        element(
            "input",
            type="range",
            class_="backendai-widget-range",
            min=js_number(low),
            max=js_number(high),
            step=js_number(step) if step > 0 else "any",
            value=js_number(place),
            disabled=True,
            aria_label=view.context.translate(name) if is_two else view.aria,
            aria_valuetext=shown(place),
            aria_orientation="vertical" if is_vertical else None,
        )
        for place, name in zip(places, names, strict=False)
    ]
    parts = [f"{_share(place, low, high)}%" for place in places]
    style = f"--from: {parts[0] if is_two else '0%'}; --to: {parts[-1]};"
    if color := safe_color(view.part("style")("handle_color")):
        style += f" --handle: {color};"
    classes = "backendai-widget-track" + " backendai-widget-two" * is_two
    track = element("span", *handles, class_=classes, style=style)
    readout = element(
        "input",
        class_="backendai-widget-readout",
        value=said,
        size=max(3, min(len(said), 24)),
        readonly=True,
        disabled=True,
        aria_label=view.text("description") or said,
        hidden=not view.flag("readout", otherwise=True),
    )
    if not view.fits(track, readout):
        return ""
    return view.element(
        ("line", "slider", *["vertical"] * is_vertical), view.label(), track, readout
    )


def _share(place: float, low: float, high: float) -> str:
    """Return how far a place is on a scale, in per cent."""
    share = (place - low) / (high - low) * 100 if high > low else 0
    return js_number(round(_clamp(share, 0, 100), 3)) if math.isfinite(share) else "0"


class _Scale:
    """How a slider's place on its scale and a value are each other's."""

    def __init__(self, view: View, kind: str) -> None:
        self.is_whole = kind == "whole"
        self._is_log = kind == "log"
        base = view.number("base", 10)
        self._base = base if base > 0 and base != 1 else 10
        usual = "d" if self.is_whole else ".3g" if self._is_log else ".2f"
        self._form = view.text("readout_format") or usual

    def place_of(self, value: float) -> float:
        if not self._is_log:
            return value
        return math.log(value) / math.log(self._base) if value > 0 else -math.inf

    def text(self, place: float) -> str:
        if self.is_whole:
            return format_number(rounded(place), self._form)
        try:
            value = self._base**place if self._is_log else place
        except OverflowError:
            value = math.inf
        # Steps of 0.1 leave dust.
        sign = "-" if value < 0 else ""
        return format_number(float(sign + to_precision(abs(value), 14)), self._form)


def _numeric(kind: str, count: int = 1, top: float = 100) -> Control:
    def control(view: View) -> str:
        scale = _Scale(view, kind)
        low, high = view.number("min", 0), view.number("max", top)
        value = view.get("value")
        given = value[:2] if isinstance(value, list) else [value]
        found = [
            _clamp(scale.place_of(float_of(one) if is_number(one) else low), low, high)
            for one in given
        ]
        places = [*found, *(low, high)[len(found) :]][:count]
        step = view.number("step", 1 if scale.is_whole else 0.1)
        return _slider(view, places, _joined(scale.text), low=low, high=high, step=step)

    return control


def _joined(shown: Callable[[float], str]) -> Callable[..., str]:
    return lambda *places: " – ".join(map(shown, places))


def _selection(count: int) -> Control:
    def control(view: View) -> str:
        labels = view.texts("_options_labels", WIDGET_MAX_OPTIONS)
        high = max(0, len(labels) - 1)
        index = view.get("index")
        found = [
            _clamp(rounded(float_of(one)), 0, high) if is_number(one) else 0
            for one in (index[:2] if isinstance(index, list) else [index])
        ]
        places: list[float] = [*found, *(0, high)[len(found) :]][:count]

        def shown(place: float) -> str:
            return labels[int(place)] if int(place) < len(labels) else ""

        return _slider(view, places, _joined(shown), low=0, high=high, step=1)

    return control


# Numbers and text


def _input(view: View, type_: str, value: str, **attributes: str | bool | None) -> str:
    """Return a line with a box for a value."""
    view.say()
    box = element(
        "input",
        type=type_,
        class_="backendai-widget-input",
        value=value,
        disabled=True,
        aria_label=view.aria,
        **attributes,
    )
    return view.element(("line",), view.label(), box) if view.fits(box) else ""


def _placeholder(view: View) -> str | None:
    given = view.text("placeholder")
    return given if given not in {"", "\u200b"} else None


def _number(view: View) -> str:
    value = view.get("value")
    shown = js_number(float_of(value)) if is_number(value) else ""
    return _input(view, "number", shown, step="any")


def _progress(view: View) -> str:
    low, high = view.number("min", 0), view.number("max", 100)
    value = _clamp(view.number("value", low), low, high)
    is_vertical = view.text("orientation") == "vertical"
    side = "height" if is_vertical else "width"
    style = f"{side}: {_share(value, low, high)}%;"
    if color := safe_color(view.part("style")("bar_color")):
        style += f" background: {color};"
    look = look_of(view.text("bar_style"))
    bar = element("div", class_="backendai-widget-bar", style=style, data_look=look)
    track = element(
        "div",
        bar,
        class_="backendai-widget-progress",
        role="progressbar",
        aria_label=view.text("description") or view.context.translate("progress"),
        aria_valuemin=js_number(low),
        aria_valuemax=js_number(high),
        aria_valuenow=js_number(value),
    )
    if not view.fits(track):
        return ""
    return view.element(("line", *["vertical"] * is_vertical), view.label(), track)


def _text(view: View) -> str:
    return _input(view, "text", view.text("value"), placeholder=_placeholder(view))


def _password(view: View) -> str:
    value = _SECRET if view.text("value") else ""
    return _input(view, "password", value, placeholder=_placeholder(view))


def _textarea(view: View) -> str:
    view.say()
    box = element(
        "textarea",
        # A parser takes the line feed behind the tag for none.
        "\n",
        text(view.text("value")),
        class_="backendai-widget-input",
        rows=int(_clamp(view.number("rows", 2), 1, 100)),
        placeholder=_placeholder(view),
        disabled=True,
        aria_label=view.aria,
    )
    return view.element(("line", "area"), view.label(), box) if view.fits(box) else ""


# Yes and no, and buttons


def _checkbox(view: View) -> str:
    view.say()
    box = element(
        "input",
        type="checkbox",
        class_="backendai-widget-check",
        checked=view.flag("value"),
        disabled=True,
    )
    indent = " backendai-widget-indent" * view.flag("indent", otherwise=True)
    said = element("span", view.description())
    return view.element(
        ("line",), element("label", box, said, class_=f"backendai-widget-checkbox{indent}")
    )


def _pressed(
    view: View, words: str, icon: str, *, is_pressed: bool | None = None, **attributes: str | None
) -> str:
    """Return a button; `icon` is a name of Font Awesome's."""
    picture = WIDGET_ICONS.get(icon.removeprefix("fa-"), "")
    content = " ".join(filter(None, [picture, words or ("" if picture else icon)]))
    made = element(
        "button",
        text(content),
        type="button",
        class_="backendai-widget-button",
        data_look=look_of(view.text("button_style")),
        disabled=True,
        aria_pressed=None if is_pressed is None else str(is_pressed).lower(),
        aria_label=icon if icon and not words else None,
        **attributes,
    )
    return made if view.fits(made) else ""


def _button(view: View) -> str:
    view.say()
    made = _pressed(view, view.text("description"), view.text("icon"))
    return view.element(("pressed",), made)


def _toggle(view: View) -> str:
    view.say()
    is_pressed = view.flag("value")
    made = _pressed(view, view.text("description"), view.text("icon"), is_pressed=is_pressed)
    return view.element(("pressed",), made)


def _upload(view: View) -> str:
    view.say()
    value = view.get("value")
    count = len(value) if isinstance(value, list) else view.number("_counter", 0)
    words = view.text("description") or view.context.translate("upload")
    made = _pressed(view, f"{words} ({js_number(count)})", view.text("icon"))
    return view.element(("pressed",), made)


def _play(view: View) -> str:
    view.say()
    translate = view.context.translate
    kinds: list[tuple[MessageId, str]] = [("play", "▶"), ("stop", "■")]
    if view.flag("show_repeat", otherwise=True):
        kinds.append(("repeat", "↻"))
    buttons = [
        element(
            "button",
            sign,
            type="button",
            class_="backendai-widget-button",
            disabled=True,
            aria_label=translate(name),
            title=translate(name),
        )
        for name, sign in kinds
    ]
    group = element("div", *buttons, class_="backendai-widget-toggles", role="group")
    return view.element(("line",), view.label(), group) if view.fits(group) else ""


def _valid(view: View) -> str:
    translate = view.context.translate
    is_valid = view.flag("value")
    why = view.text("readout") or translate("invalid")
    mark = element(
        "span",
        "✓" if is_valid else text(f"✕ {why}"),
        class_="backendai-widget-valid",
        role="img",
        aria_label=translate("valid") if is_valid else why,
        data_look="success" if is_valid else "danger",
    )
    return view.element(("line",), view.label(), mark) if view.fits(mark) else ""


# One of some, or several of them


def _options(view: View) -> list[str]:
    return view.texts("_options_labels", WIDGET_MAX_OPTIONS)


def _select(rows: int = 0, *, is_multiple: bool = False) -> Control:
    def control(view: View) -> str:
        view.say()
        given = view.listed("index") if is_multiple else [view.get("index")]
        chosen = {float_of(one) for one in given if is_number(one)}
        options = [
            element("option", text(one), selected=place in chosen)
            for place, one in enumerate(_options(view))
        ]
        if not is_multiple and not chosen:
            # Without one the first would be chosen.
            options.insert(0, element("option", selected=True, hidden=True))
        box = element(
            "select",
            *options,
            class_="backendai-widget-input",
            size=int(_clamp(view.number("rows", rows), 2, 100)) if rows else None,
            multiple=is_multiple,
            disabled=True,
            aria_label=view.aria,
        )
        if not view.fits(box):
            return ""
        return view.element(("line", *["area"] * bool(rows)), view.label(), box)

    return control


def _radio(view: View) -> str:
    view.say()
    index = view.number("index", -1)
    # Without a name each is a group of its own, in a page with any other.
    rows = [
        element(
            "label",
            element(
                "input",
                type="radio",
                class_="backendai-widget-check",
                checked=place == index,
                disabled=True,
            ),
            element("span", view.rich(one)),
            class_="backendai-widget-radio",
        )
        for place, one in enumerate(_options(view))
    ]
    is_row = view.text("orientation") == "horizontal"
    classes = "backendai-widget-radios" + " backendai-widget-row" * is_row
    box = element("div", *rows, class_=classes, role="radiogroup", aria_label=view.aria)
    return view.element(("line", "area"), view.label(), box) if view.fits(box) else ""


def _toggles(view: View) -> str:
    view.say()
    index = view.number("index", -1)
    options = _options(view)
    icons = view.texts("icons", len(options))
    tooltips = view.texts("tooltips", len(options))
    width = safe_value(view.part("style")("button_width"))
    buttons = [
        _pressed(
            view,
            one,
            icons[place] if place < len(icons) else "",
            is_pressed=place == index,
            title=tooltips[place] if place < len(tooltips) else None,
            style=f"width: {width};" if width else None,
        )
        for place, one in enumerate(options)
    ]
    box = element(
        "div", *buttons, class_="backendai-widget-toggles", role="group", aria_label=view.aria
    )
    return view.element(("line", "wide"), view.label(), box)


# Dates, times and colours


def _padded(value: Any, length: int = 2) -> str:
    is_one = is_number(value) and value >= 0 and float_of(value).is_integer()
    return (js_number(float_of(value)) if is_one else "0").rjust(length, "0")


def _date(value: dict[str, Any]) -> str:
    month = value.get("month")
    # Months count from 0, as JavaScript's do.
    month = month + 1 if is_number(month) else 1
    return f"{_padded(value.get('year'), 4)}-{_padded(month)}-{_padded(value.get('date'))}"


def _time(value: dict[str, Any]) -> str:
    seconds, parts = value.get("seconds"), value.get("milliseconds")
    shown = f"{_padded(value.get('hours'))}:{_padded(value.get('minutes'))}"
    if seconds or parts:
        shown += f":{_padded(seconds)}"
    return f"{shown}.{_padded(parts, 3)}" if parts else shown


def _moment(value: dict[str, Any]) -> str:
    return f"{_date(value)}T{_time(value)}"


def _picker(type_: str, write: Callable[[dict[str, Any]], str], zone: str = "") -> Control:
    def control(view: View) -> str:
        view.say()
        value = view.get("value")
        shown = write(value) if isinstance(value, dict) else view.text("value")
        box = element(
            "input",
            type=type_,
            class_="backendai-widget-input",
            value=shown,
            step="any",
            disabled=True,
            aria_label=view.aria,
        )
        if not view.fits(box):
            return ""
        return view.element(("line",), view.label(), box, element("span", zone) if zone else "")

    return control


def _color(view: View) -> str:
    view.say()
    value = view.text("value") or "black"
    line = (
        ""
        if view.flag("concise")
        else element(
            "input",
            type="text",
            class_="backendai-widget-input",
            value=value,
            disabled=True,
            aria_label=view.aria,
        )
    )
    box = element(
        "input",
        type="color",
        class_="backendai-widget-color",
        value=hex_of(value),
        disabled=True,
        aria_label=view.text("description") or view.context.translate("color"),
    )
    return view.element(("line",), view.label(), line, box) if view.fits(line, box) else ""


# Lists of words, numbers or colours


def _tags(usual: str = "d", *, is_color: bool = False) -> Control:
    def control(view: View) -> str:
        view.say()
        form = view.text("format") or usual
        tags = []
        for one in view.listed("value")[:WIDGET_MAX_TAGS]:
            if not isinstance(one, str) and not is_number(one):
                continue
            color = safe_color(one) if is_color else ""
            tags.append(
                element(
                    "span",
                    text(one if isinstance(one, str) else format_number(float_of(one), form)),
                    class_="backendai-widget-tag" + " backendai-widget-colored" * bool(color),
                    role="listitem",
                    data_look=look_of(view.text("tag_style")),
                    style=f"--backendai-widget-ground: {color};" if color else None,
                )
            )
        names = "backendai-widget-input backendai-widget-tagbox"
        role = "list" if tags else "presentation"
        inner = element(
            "div", *tags, class_="backendai-widget-tags", role=role, aria_label=view.aria
        )
        box = element("div", inner, class_=names)
        return view.element(("line", "wide"), view.label(), box) if view.fits(box) else ""

    return control


# Text, and what pages show elsewhere too


def _label(view: View) -> str:
    inner = view.rich(view.text("value"))
    return view.element((), element("div", inner, class_="backendai-widget-text"))


def _html(*, formulas: bool) -> Control:
    def control(view: View) -> str:
        inner = view.html(view.text("value") or view.text("placeholder"), formulas=formulas)
        shown = element("div", inner, class_="backendai-widget-text")
        return view.element(("line", "wide"), view.label(), shown)

    return control


def _medium(family: str) -> Control:
    """Return what shows pictures, sound or video.

    What is elsewhere is shown as HTML is, whose hosts the page lists.
    """

    def control(view: View) -> str:
        content = view.data("value")
        form = (view.text("format") or _FORMATS[family]).lower()
        inner = ""
        if content and _FORMAT.fullmatch(form):
            try:
                inner = _shown(view, family, "jpeg" if form == "jpg" else form, content)
            except MessageError as error:
                reason = view.context.translate(error.id_, **error.values)
                inner = text(f"{family}/{form}: {reason}")
            except RenderError as error:
                inner = text(f"{family}/{form}: {error}")
        return view.element((), element("div", inner, class_="backendai-widget-media"))

    return control


def _shown(view: View, family: str, form: str, content: bytes) -> str:
    context = view.context
    sides = {}
    for side in ("width", "height"):
        try:
            size = float(view.text(side) or 0)
        except ValueError:
            continue
        if 0 < size < _MAX_SIDE:
            sides[side] = size
    context.meter.grant(len(content))
    if form == "url":
        address = content.decode(errors="replace")
        given = " ".join(f'{side}="{js_number(size)}"' for side, size in sides.items())
        tag = "img" if family == "image" else f"{family} controls"
        quoted = element("img", src=address).partition("src=")[2].rstrip(">")
        return view.html(f"<{tag} src={quoted} {given}>")
    is_svg = form.startswith("svg")
    data = content.decode(errors="replace") if is_svg else base64.b64encode(content).decode()
    # A text without markup would be an address.
    if (is_svg and not data.lstrip().startswith("<")) or not view.fits(data):
        raise MessageError("broken_image")
    bundle, metadata = context.bundle, context.metadata
    context.bundle = {}
    context.metadata = {**sides, "alt": view.text("description"), "loop": view.flag("loop")}
    try:
        return (image if family == "image" else media)(f"{family}/{form}", data, context)
    finally:
        context.bundle, context.metadata = bundle, metadata


CONTROLS: dict[str, Control] = {
    "IntSlider": _numeric("whole"),
    "FloatSlider": _numeric("linear"),
    "FloatLogSlider": _numeric("log", top=4),
    "IntRangeSlider": _numeric("whole", 2),
    "FloatRangeSlider": _numeric("linear", 2),
    "SelectionSlider": _selection(1),
    "SelectionRangeSlider": _selection(2),
    "IntText": _number,
    "BoundedIntText": _number,
    "FloatText": _number,
    "BoundedFloatText": _number,
    "IntProgress": _progress,
    "FloatProgress": _progress,
    "Text": _text,
    "Password": _password,
    "Textarea": _textarea,
    "Combobox": _text,
    "Checkbox": _checkbox,
    "ToggleButton": _toggle,
    "Button": _button,
    "Valid": _valid,
    "Label": _label,
    "HTML": _html(formulas=False),
    "HTMLMath": _html(formulas=True),
    "Dropdown": _select(),
    "Select": _select(5),
    "SelectMultiple": _select(5, is_multiple=True),
    "RadioButtons": _radio,
    "ToggleButtons": _toggles,
    "DatePicker": _picker("date", _date),
    "Time": _picker("time", _time),
    # A page has them in the person's time.
    "Datetime": _picker("datetime-local", _moment, "UTC"),
    "NaiveDatetime": _picker("datetime-local", _moment),
    "ColorPicker": _color,
    "TagsInput": _tags(),
    "ColorsInput": _tags(is_color=True),
    "IntsInput": _tags(),
    "FloatsInput": _tags(".1f"),
    "FileUpload": _upload,
    "Image": _medium("image"),
    "Audio": _medium("audio"),
    "Video": _medium("video"),
    "Play": _play,
}
