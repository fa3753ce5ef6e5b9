# order: 124
# title: 50,000 objects
# about: And three that move over them
import math

from backendai_media.drawing import Canvas

canvas = Canvas(640, 420, bgcolor="#0f172a")
with canvas.stop_animation():
    for n in range(50_000):
        angle, radius = n * 2.399963, 0.93 * math.sqrt(n)
        x, y = 320 + radius * math.cos(angle), 210 + radius * math.sin(angle)
        red, green = int(127 + 120 * math.sin(n / 4000)), int(127 + 120 * math.cos(n / 7000))
        canvas.circle(x, y, 1, fill=(red, green, 220), line_width=0)
canvas.update()

dots = [canvas.circle(320, 210, 9, border="white", fill="#f97316") for _ in range(3)]
for step in range(40):
    with canvas.begin_group():
        for n, dot in enumerate(dots):
            angle = step / 5 + n * 2.1
            dot.set_x(320 + 5 * step * math.cos(angle))
            dot.set_y(210 + 5 * step * math.sin(angle))
canvas.update()
