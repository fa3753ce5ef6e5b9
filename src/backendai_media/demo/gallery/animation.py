# order: 120
# title: Animation
# about: One display, updated in place
import math
import time

from IPython.display import SVG, display

handle = display(
    SVG("<svg xmlns='http://www.w3.org/2000/svg' width='300' height='90'/>"), display_id=True
)
for frame in range(90):
    circles = "".join(
        f"<circle cx='{20 + 20 * n}' cy='{45 + 30 * math.sin((frame + 4 * n) / 8):.1f}' r='7' "
        f"fill='hsl({230 + 6 * n} 60% 60%)'/>"
        for n in range(14)
    )
    handle.update(
        SVG(f"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='90'>{circles}</svg>")
    )
    time.sleep(0.04)
