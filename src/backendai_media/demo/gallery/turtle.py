# order: 105
# title: Turtle
# about: Python's turtle, without a window
import turtle

turtle.clearscreen()
turtle.setup(420, 320)
turtle.shape("turtle")
turtle.pensize(2)
for color in ("tomato", "orange", "gold", "yellow green", "turquoise", "royal blue", "orchid"):
    turtle.color("gray30", color)
    turtle.begin_fill()
    for _ in range(2):
        turtle.circle(80, 80)
        turtle.left(100)
    turtle.end_fill()
    turtle.left(360 / 7)
turtle.dot(24, "saddle brown")
turtle.penup()
turtle.goto(0, -145)
turtle.write("made by a turtle", align="center", font=("Georgia", 12, "italic"))
turtle.goto(110, -135)
turtle.done()
