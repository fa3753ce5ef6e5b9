# order: 122
# title: Drawing
# about: A scene that later items go on with
import math
import random
import time

from backendai_media.drawing import Canvas

canvas = Canvas(420, 240, bgcolor="#10243e", fgcolor="#f8fafc")
with canvas.stop_animation():
    canvas.rectangle(210, 225, 424, 34, border="#0b1a2e", fill="#0b1a2e")
    for _ in range(90):
        x, y = random.uniform(0, 420), random.uniform(0, 200)
        canvas.circle(x, y, random.uniform(0.4, 1.2), fill="white", line_width=0)
moon = canvas.circle(350, 50, 22, border="#fde68a", fill="#fef3c7")
rocket = canvas.path("M0 -30C9 -20 9 0 7 12H-7C-9 0 -9 -20 0 -30Z", 80, 196, fill="#e2e8f0")
window = canvas.circle(80, 184, 4, fill="#38bdf8")
flame = canvas.path("M-5 12Q0 34 5 12Z", 80, 196, border="orange", fill="gold")
text = canvas.text(210, 232, "3", font=("sans-serif", 18, "bold"), align="center")
canvas.update()

for word in ["2", "1", "Lift-off"]:
    time.sleep(0.4)
    with canvas.stop_animation():
        text.set_text(word)
    canvas.update()

canvas.speed(0.3)
for x, y, angle in [(90, 120, 15), (170, 70, 50), (290, 56, 85)]:
    with canvas.begin_group():
        for part in (rocket, flame):
            part.set_x(x)
            part.set_y(y)
            part.set_angle(angle)
        window.set_x(x + 12 * math.sin(math.radians(angle)))
        window.set_y(y - 12 * math.cos(math.radians(angle)))
    canvas.update()
with canvas.begin_group():
    flame.hide()
    moon.fill("#fde047")
canvas.update()
