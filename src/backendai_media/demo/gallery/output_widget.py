# order: 47
# title: Figure in Output
# about: A button draws another one
# needs: ipywidgets matplotlib numpy
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import Button, Output, VBox

rng = np.random.default_rng(1)
again, place = Button(description="Another walk"), Output()


def draw(_=None):
    with place:
        place.clear_output(wait=True)
        plt.figure(figsize=(7, 3), layout="constrained")
        plt.plot(rng.normal(size=300).cumsum())
        plt.show()


again.on_click(draw)
draw()
VBox([again, place])
