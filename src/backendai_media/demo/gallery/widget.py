# order: 44
# title: Widget
# about: What needs its kernel says so
# needs: ipywidgets
from ipywidgets import IntSlider

IntSlider(value=7, max=10, description="How many")
