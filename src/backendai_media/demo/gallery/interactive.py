# order: 45
# title: Sliders
# about: Sliders that need no kernel
# needs: matplotlib numpy
import matplotlib.pyplot as plt
import numpy as np

from backendai_media import interactive


def wave(frequency=2, damping=0.2, shape="sin"):
    x = np.linspace(0, 10, 200)
    plt.figure(figsize=(7, 3), layout="constrained")
    plt.plot(x, np.exp(-damping * x) * getattr(np, shape)(frequency * x))
    plt.ylim(-1.1, 1.1)
    plt.show()


interactive(wave, frequency=(1, 4), damping=(0.0, 0.6, 0.2), shape=["sin", "cos"])
