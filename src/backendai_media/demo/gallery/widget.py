# order: 44
# title: Widgets
# about: A slider, and what a kernel makes of it
# needs: ipywidgets
from ipywidgets import IntSlider, Label, VBox

count = IntSlider(value=7, max=10, description="How many")
sentence = Label()


def say(value):
    sentence.value = f"Twice {value} is {2 * value}"


count.observe(lambda change: say(change.new), "value")
say(count.value)
VBox([count, sentence])
