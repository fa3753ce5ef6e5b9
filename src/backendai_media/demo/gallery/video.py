# order: 38
# title: Video
# about: A matplotlib animation, as a WebM
# needs: matplotlib numpy
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

from backendai_media import display

fig, ax = plt.subplots(figsize=(5, 3))
fig.subplots_adjust(bottom=0.17)
ax.set(xlim=(0, 10), ylim=(-2.1, 2.1), xlabel="place", title="Two waves meet")
x = np.linspace(0, 10, 400)
(line,) = ax.plot(x, 0 * x, color="tab:purple", lw=2)


def draw(frame):
    right, left = x - 1 - 0.2 * frame, x - 9 + 0.2 * frame
    line.set_ydata(np.exp(-4 * right**2) + np.exp(-4 * left**2))


display(FuncAnimation(fig, draw, frames=40, interval=50))
plt.close(fig)
