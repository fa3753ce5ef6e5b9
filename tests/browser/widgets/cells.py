"""What the recorded kernel ran, by name: programs that people write, and one with every widget."""

CELLS = {
    "tqdm": """
from tqdm.notebook import tqdm
for _ in tqdm(range(5), desc="Steps"):
    pass
""",
    "nested": """
from tqdm.auto import tqdm
for _ in tqdm(range(2), desc="outer"):
    for _ in tqdm(range(3), desc="inner", leave=False):
        pass
""",
    "rich": """
from rich.progress import track
for _ in track(range(3), description="Working"):
    pass
""",
    "interact": """
from ipywidgets import interact
@interact(x=(0, 10), y=["a", "b"])
def f(x=3, y="b"):
    print("x is", x, "and y is", y)
""",
    "board": """
import datetime as dt
import ipywidgets as w
from IPython.display import display

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d"
                    "49444154789c636060606000000005000157a18adb0000000049454e44ae426082")
def wide(text):
    return w.Button(description=text, layout=w.Layout(width="auto", height="auto"))
slider = w.IntSlider(value=7, max=10, description="IntSlider")
linked = w.IntText(description="linked")
link = w.jslink((slider, "value"), (linked, "value"))
numbers = [
    slider, linked,
    w.FloatSlider(value=2.5, max=10, description="FloatSlider"),
    w.FloatLogSlider(value=100, description="FloatLog"),
    w.IntRangeSlider(value=(20, 60), description="IntRange"),
    w.FloatRangeSlider(value=(2.5, 7.5), max=10, description="FloatRange"),
    w.IntProgress(value=40, description="IntProgress"),
    w.FloatProgress(value=70, bar_style="success", description="success"),
    w.BoundedIntText(value=5, description="BoundedInt"),
    w.BoundedFloatText(value=1.5, description="BoundedFloat"),
    w.FloatText(value=7.5, description="FloatText"),
    w.SelectionSlider(options=["low", "mid", "high"], value="mid", description="Selection"),
    w.SelectionRangeSlider(options=list("abcdef"), index=(1, 3), description="Between"),
    w.HBox([
        w.IntSlider(value=30, orientation="vertical", description="up"),
        w.FloatRangeSlider(value=(20, 50), orientation="vertical", description="range"),
        w.IntProgress(value=60, orientation="vertical", description="bar"),
    ]),
]
switches = [
    w.ToggleButton(value=True, description="Toggle", icon="check"),
    w.Checkbox(value=True, description="Check me"),
    w.Valid(value=True, description="Valid"),
    w.Valid(value=False, description="Not"),
    w.Button(description="Click me", icon="plus", tooltip="a tip"),
    w.Button(description="primary", button_style="primary"),
    w.Button(description="own color", style={"button_color": "lightgreen"}),
    w.Dropdown(options=[("One", 1), ("Two", 2)], value=2, description="Dropdown"),
    w.RadioButtons(options=["pepperoni", "pineapple"], description="Radio"),
    w.Select(options=["Linux", "macOS"], value="macOS", description="Select"),
    w.SelectMultiple(options=["Apples", "Pears", "Figs"], value=["Pears"], description="Multiple"),
    w.ToggleButtons(options=["Slow", "Fast"], value="Fast", description="Speed"),
]
texts = [
    w.Text(value="Hello World", description="Text"),
    w.Text(placeholder="type something", description="$x^2$"),
    w.Textarea(value="two\\nlines", description="Textarea"),
    w.Password(value="secret", description="Password"),
    w.Combobox(options=["Paul", "John"], value="Paul", description="Combobox"),
    w.Label("The $m$ in $E=mc^2$:"),
    w.HTML("Hello <b>World</b>", description="HTML"),
    w.HTMLMath(r"Some math: $x^2$ and $$\\frac{x+1}{x-1}$$"),
]
moment = dt.datetime(2026, 3, 4, 5, 6, tzinfo=dt.timezone.utc)
pickers = [
    w.DatePicker(value=dt.date(2026, 1, 2), description="Date"),
    w.TimePicker(value=dt.time(3, 4), description="Time"),
    w.DatetimePicker(value=moment, description="Datetime"),
    w.NaiveDatetimePicker(value=moment.replace(tzinfo=None), description="Naive"),
    w.ColorPicker(value="blue", description="Color"),
    w.TagsInput(value=["pizza", "fries"], allowed_tags=["pizza", "fries", "tacos"]),
    w.ColorsInput(value=["red", "#2f6d30"]),
    w.FloatsInput(value=[1.3, 4.56], format=".2f"),
    w.IntsInput(value=[1, 4, 3]),
    w.FileUpload(), w.Play(value=50, description="Play"), w.Controller(),
    w.Image(value=PNG, format="png", width=20, height=20),
]
out = w.Output(layout={"border": "1px solid gray"})
grid = w.GridspecLayout(2, 2, height="80px")
grid[0, :] = wide("wide")
grid[1, 1] = wide("cell")
boxes = [
    out,
    w.Accordion([w.IntSlider(), w.Text("inside")], titles=("One", "Other"), selected_index=0),
    w.Tab([w.Text("first"), w.Text("second")], titles=["Tab 1", "Tab 2"]),
    w.Stack([w.Button(description="hidden"), w.Button(description="seen")], selected_index=1),
    grid,
    w.TwoByTwoLayout(top_left=w.Button(description="TL"), bottom_right=w.Button(description="BR")),
    w.AppLayout(header=wide("header"),
                center=wide("center"), height="120px"),
]
with out:
    print("printed into the Output")
for column in (numbers, switches, texts, pickers, boxes):
    display(w.VBox(column))
""",
    "live": """
import ipywidgets as w
slider, label, button = w.IntSlider(description="How many"), w.Label(), w.Button(description="Ask")
out = w.Output()
def follow(change):
    label.value = f"twice is {2 * change['new']}"
def ask(_):
    with out:
        out.clear_output(wait=True)
        print("asked at", slider.value)
slider.observe(follow, "value")
button.on_click(ask)
w.VBox([slider, label, button, out])
""",
    "state": """
import json, ipywidgets
print(json.dumps(ipywidgets.Widget.get_manager_state(drop_defaults=True)))
""",
}
