# order: 10
# title: Plot
# about: A matplotlib figure
# needs: matplotlib numpy
import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(0, 12, 400)
fig, ax = plt.subplots(figsize=(7, 3), layout="constrained")
for damping in (0.1, 0.25, 0.6):
    ax.plot(x, np.exp(-damping * x) * np.cos(3 * x), label=f"damping {damping}")
ax.set(xlabel="time", ylabel="amplitude", title="Damped oscillations")
ax.legend(frameon=False)
ax.spines[["top", "right"]].set_visible(False)
plt.show()
