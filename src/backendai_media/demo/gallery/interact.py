# order: 46
# title: interact
# about: The kernel plots what sliders say
# needs: ipywidgets matplotlib numpy
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact


@interact(frequency=(1, 8), damping=(0.0, 1.0, 0.05))
def wave(frequency=3, damping=0.2):
    x = np.linspace(0, 10, 400)
    plt.figure(figsize=(7, 3), layout="constrained")
    plt.plot(x, np.exp(-damping * x) * np.sin(frequency * x))
    plt.ylim(-1.1, 1.1)
    plt.show()
