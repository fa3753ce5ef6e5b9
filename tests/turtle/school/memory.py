from random import shuffle
from turtle import *

tiles = list(range(8)) * 2
shuffle(tiles)
hide = [True] * 16
marked = -1
taps = 0

setup(420, 420)
tracer(False)
hideturtle()


def square(x, y):
    up()
    goto(x, y)
    down()
    color("black", "light steel blue")
    begin_fill()
    for _ in range(4):
        forward(90)
        left(90)
    end_fill()


def corner(number):
    return -180 + number % 4 * 90, -180 + number // 4 * 90


def tap(x, y):
    global marked, taps
    if not (-180 < x < 180 and -180 < y < 180):
        return
    taps += 1
    spot = int((x + 180) // 90 + (y + 180) // 90 * 4)
    if marked in (-1, spot) or tiles[marked] != tiles[spot]:
        marked = spot
    else:
        hide[spot] = hide[marked] = False
        marked = -1


def draw():
    clear()
    for number in range(16):
        if hide[number]:
            square(*corner(number))
    if marked >= 0 and hide[marked]:
        x, y = corner(marked)
        up()
        goto(x + 45, y + 20)
        color("black")
        write(tiles[marked], align="center", font=("Arial", 30, "normal"))
    update()
    ontimer(draw, 100)


onscreenclick(tap)
draw()
done()
