# order: 14
# title: Plotly
# about: A surface to turn and zoom
# needs: plotly numpy
import numpy as np
import plotly.graph_objects as go

from backendai_media import display

x, y = np.meshgrid(np.linspace(-3, 3, 60), np.linspace(-3, 3, 60))
peaks = 3 * (1 - x) ** 2 * np.exp(-(x**2) - (y + 1) ** 2)
peaks -= 10 * (x / 5 - x**3 - y**5) * np.exp(-(x**2) - y**2)
chart = go.Figure(go.Surface(z=peaks, colorscale="Viridis", contours_z={"show": True}))
chart.update_layout(title="Peaks", height=380, margin={"l": 0, "r": 0, "t": 40, "b": 0})
display(chart)
