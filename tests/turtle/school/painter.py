"""Paint with the pen: drag it, click to go somewhere, press a key for a colour."""

import turtle

screen = turtle.Screen()
screen.setup(500, 450)
pen = turtle.Turtle("circle")
pen.speed(0)
pen.pensize(4)
colours = {"r": "red", "g": "forest green", "b": "blue", "k": "black"}
colour = "black"
strokes = 0


def drag(x, y):
    pen.ondrag(None)
    pen.setheading(pen.towards(x, y))
    pen.goto(x, y)
    pen.ondrag(drag)


def jump(x, y):
    global strokes
    strokes += 1
    pen.penup()
    pen.goto(x, y)
    pen.pendown()


def use(name):
    def choose():
        global colour
        colour = colours[name]
        pen.color(colour)

    return choose


def fill():
    if pen.filling():
        pen.end_fill()
    else:
        pen.begin_fill()


for key in colours:
    screen.onkey(use(key), key)
screen.onkey(fill, "f")
screen.onkey(pen.clear, "Delete")
screen.onkey(pen.undo, "BackSpace")
screen.onkeypress(lambda: pen.pensize(pen.pensize() + 2), "plus")
screen.onkeypress(lambda: pen.pensize(max(1, pen.pensize() - 2)), "minus")
screen.onclick(jump, btn=3)
pen.ondrag(drag)
screen.listen()
screen.mainloop()
