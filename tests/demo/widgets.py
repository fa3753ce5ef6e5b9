"""Cells with widgets, and how a person uses these in any engine."""

from __future__ import annotations

LIVE = """\
from ipywidgets import Button, IntSlider, Label, Output, VBox
slider, label, out = IntSlider(value=7, max=50), Label("twice is 14"), Output()
slider.observe(lambda change: setattr(label, "value", f"twice is {2 * change.new}"), "value")
button = Button(description="ask")
@out.capture(clear_output=True)
def ask(_):
    print("asked at", slider.value)
button.on_click(ask)
print("before")
VBox([slider, label, button, out])
"""
BARS = """\
from IPython.display import HTML, display
from rich.progress import track
from tqdm.notebook import tqdm
for _ in tqdm(range(3), desc="outer"):
    for _ in tqdm(range(4), desc="inner", leave=False):
        pass
for _ in track(range(9), "files"):
    pass
shown = display(HTML(""), display_id=True)  # as fastprogress does
for epoch in range(3):
    for batch in range(5):
        bar = "<progress max={} value={}></progress>".format
        shown.update(HTML(bar(3, epoch + 1) + bar(5, batch + 1)))
"""
INTERACT = """\
import matplotlib.pyplot as plt
from ipywidgets import interact
@interact(n=(1, 9))
def draw(n=2):
    plt.figure(figsize=(n, 1))
    plt.plot([0, n])
    plt.show()
"""
#: Moves the newest run's first slider as a person does.
MOVE = """values => {
  const slider = document.querySelector('.run [type=range]');
  for (const value of values) {
    slider.value = value;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  }
  slider.dispatchEvent(new Event('change', { bubbles: true }));
}"""
TEXT = """() =>
  (document.querySelector('.run .outputs')?.textContent ?? '').replace(/\\s+/g, ' ')"""
#: What bars say: their numbers, and those of HTML.
ENDS = """() => {
  const found = [];
  const look = root => {
    for (const it of root.querySelectorAll('*')) {
      if (it.role === 'progressbar') found.push(`${it.ariaValueNow}/${it.ariaValueMax}`);
      if (it.localName === 'progress') found.push(`${it.value}/${it.max}`);
      if (it.shadowRoot) look(it.shadowRoot);
    }
  };
  look(document.querySelector('.run .outputs'));
  return found;
}"""
