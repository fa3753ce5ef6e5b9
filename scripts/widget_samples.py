"""A small widget of each class of ipywidgets, as their users make them."""

from __future__ import annotations

import base64
import datetime as dt
import io
from typing import Any

import ipywidgets as w
from IPython.core.interactiveshell import InteractiveShell
from ipywidgets.widgets.widget import _registry
from PIL import Image
from type_samples import frames, tone

from backendai_media import Audio, Video

#: They are a GridBox each, as a page sees them.
LAYOUTS = ("AppLayout", "GridspecLayout", "TwoByTwoLayout")
CAPTURED = {"output_type": "stream", "name": "stdout", "text": "printed into it\n"}


def classes() -> list[str]:
    """Return the names of all classes that show something by themselves."""
    names = {
        one.__name__
        for key, one in _registry.items()
        if key[5] and not key[2].startswith(("Layout", "Controller")) and "Style" not in key[2]
    }
    return sorted({*names, "Controller", *LAYOUTS})


def samples() -> dict[str, Any]:
    """Return a widget of each class, by its name."""
    InteractiveShell.instance()  # an Output asks it
    made = [*_numbers(), *_choices(), *_texts(), *_pickers(), *_media(), *_boxes()]
    return {type(one).__name__: one for one in made}


def _numbers() -> list[Any]:
    return [
        w.IntSlider(value=7, max=10, description="Count"),
        w.FloatSlider(value=2.5, max=10, description="Length"),
        w.FloatLogSlider(value=100, description="Scale"),
        w.IntRangeSlider(value=(20, 60), description="Years"),
        w.FloatRangeSlider(value=(2.5, 7.5), max=10, description="Between"),
        w.SelectionSlider(options=["low", "mid", "high"], value="mid", description="Level"),
        w.SelectionRangeSlider(options=list("abcdef"), index=(1, 3), description="Letters"),
        w.IntProgress(value=40, description="Loading"),
        w.FloatProgress(value=70, bar_style="success", description="Done"),
        w.IntText(value=7, description="Any"),
        w.BoundedIntText(value=5, description="To 100"),
        w.FloatText(value=7.5, description="Any"),
        w.BoundedFloatText(value=1.5, description="To 100"),
        w.Play(value=50, description="Play"),
    ]


def _choices() -> list[Any]:
    fruits = ["Apples", "Pears", "Figs"]
    return [
        w.Checkbox(value=True, description="Check me"),
        w.ToggleButton(value=True, description="Toggle", icon="check"),
        w.ToggleButtons(options=fruits, value="Pears", description="Fruit"),
        w.Button(description="Click me", icon="plus"),
        w.Valid(value=True, description="Valid"),
        w.Dropdown(options=fruits, value="Pears", description="Fruit"),
        w.RadioButtons(options=fruits, value="Pears", description="Fruit"),
        w.Select(options=fruits, value="Pears", description="Fruit"),
        w.SelectMultiple(options=fruits, value=["Apples", "Figs"], description="Fruits"),
    ]


def _texts() -> list[Any]:
    return [
        w.Text(value="Hello World", description="Text"),
        w.Textarea(value="Two\nlines", description="Text"),
        w.Password(value="secret", description="Password"),
        w.Combobox(options=["Paul", "John"], value="Paul", description="Name"),
        w.Label("Only text"),
        w.HTML("Hello <b>World</b>, a <a href='https://example.com'>link</a>", description="HTML"),
        w.HTMLMath("Roots of <i>two</i>: $\\pm\\sqrt{2}$"),
    ]


def _pickers() -> list[Any]:
    moment = dt.datetime(2026, 3, 4, 5, 6, tzinfo=dt.UTC)
    return [
        w.DatePicker(value=moment.date(), description="Date"),
        w.TimePicker(value=moment.time(), description="Time"),
        w.DatetimePicker(value=moment, description="Moment"),
        w.NaiveDatetimePicker(value=moment.replace(tzinfo=None), description="Moment"),
        w.ColorPicker(value="teal", description="Colour"),
        w.TagsInput(value=["pizza", "fries"], allowed_tags=["pizza", "fries", "tacos"]),
        w.ColorsInput(value=["red", "#2f6d30"]),
        w.FloatsInput(value=[1.3, 4.56], format=".2f"),
        w.IntsInput(value=[1, 4, 3]),
        w.FileUpload(),
        w.Controller(),
    ]


def _media() -> list[Any]:
    with io.BytesIO() as file:
        Image.linear_gradient("L").resize((120, 60)).save(file, "png")
        png = file.getvalue()
    sound, film = (
        base64.b64decode(one._repr_mimebundle_()[0][type_])
        for one, type_ in (
            (Audio(tone(), 8000), "audio/wav"),
            (Video(frames(), 10, width=160, height=90), "video/webm"),
        )
    )
    return [
        w.Image(value=png, format="png", width=120, height=60),
        w.Audio(value=sound, format="wav", autoplay=False),
        w.Video(value=film, format="webm", width=160, height=90, autoplay=False),
    ]


def _boxes() -> list[Any]:
    def buttons(*names: str) -> list[Any]:
        size = {"width": "auto", "height": "auto"}
        return [w.Button(description=name, layout=size) for name in names]

    grid = w.Layout(grid_template_columns="repeat(2, 90px)", grid_gap="4px")
    cells = w.GridspecLayout(2, 2, height="80px")
    cells[0, :], cells[1, 1] = buttons("row 0", "row 1, column 1")
    top, right, middle, side, foot = buttons("top left", "right", "center", "left", "footer")
    return [
        w.Box(buttons("one", "two")),
        w.HBox(buttons("left", "right")),
        w.VBox(buttons("above", "below")),
        w.GridBox(buttons("a", "b", "c", "d"), layout=grid),
        cells,
        w.TwoByTwoLayout(top_left=top, bottom_right=right, height="80px"),
        w.AppLayout(left_sidebar=side, center=middle, footer=foot, height="100px"),
        w.Accordion([w.Text("inside"), w.Label("more")], titles=("One", "Two"), selected_index=0),
        w.Tab([w.Text("first"), w.Text("second")], titles=("One", "Two")),
        w.Stack([w.Label("hidden"), w.Label("the one that is seen")], selected_index=1),
        w.Output(outputs=(CAPTURED,)),
    ]
