# order: 30
# title: Styled table
# about: Gradients and bars by pandas Styler
# needs: pandas jinja2 matplotlib numpy
import numpy as np
import pandas as pd

rng = np.random.default_rng(7)
months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
data = pd.DataFrame(rng.normal(size=(6, 4)).cumsum(axis=0), index=months, columns=list("ABCD"))
(
    data.style.format("{:+.2f}")
    .background_gradient(cmap="PuOr", subset=["A", "B", "C"], vmin=-4, vmax=4)
    .bar(subset=["D"], align="mid", color=["#d9778f", "#6fb8a8"])
    .set_caption("Random walks")
)
