from random import choice
from turtle import *

pattern = []
guesses = []
shown = 0
best = 0
state = "wait"
tiles = {(0, 0): "red", (0, -200): "blue", (-200, 0): "green", (-200, -200): "gold"}
names = list(tiles)

setup(420, 420)
hideturtle()
tracer(False)


def square(x, y, colour):
    up()
    goto(x + 5, y + 5)
    color(colour)
    begin_fill()
    for _ in range(4):
        forward(190)
        left(90)
    end_fill()
    update()


def grid(bright=None):
    clear()
    for (x, y), colour in tiles.items():
        square(
            x,
            y,
            colour if (x, y) == bright else f"dark {colour}" if colour != "gold" else "goldenrod",
        )


def flash():
    global shown, state
    if shown == len(pattern):
        state = "guess"
        return
    grid(pattern[shown])
    shown += 1
    ontimer(dim, 200)


def dim():
    grid()
    ontimer(flash, 100)


def grow():
    global shown, state
    pattern.append(choice(names))
    guesses.clear()
    shown, state = 0, "show"
    flash()


def tap(x, y):
    global best, state
    if state == "wait":
        grow()
    elif state == "guess":
        tile = (0 if x >= 0 else -200, 0 if y >= 0 else -200)
        guesses.append(tile)
        if tile != pattern[len(guesses) - 1]:
            state = "lost"
            grid()
        elif len(guesses) == len(pattern):
            best = max(best, len(pattern))
            grow()


grid()
onscreenclick(tap)
done()
