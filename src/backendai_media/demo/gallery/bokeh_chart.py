# order: 16
# title: Bokeh
# about: Its own scripts, in a sandbox
# needs: bokeh numpy
# active: sandbox
import numpy as np
from bokeh.embed import file_html
from bokeh.plotting import figure
from bokeh.resources import INLINE

from backendai_media import HTML

rng = np.random.default_rng(3)
x, y = rng.normal(size=(2, 600))
chart = figure(title="Points to select", width=480, height=320, tools="pan,wheel_zoom,lasso_select")
chart.scatter(x, y, size=6 + 3 * rng.random(600), alpha=0.5, color="teal")
HTML(file_html(chart, INLINE))  # the scripts are inside: it loads nothing
