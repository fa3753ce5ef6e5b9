"""A program that does by chance whatever turtles do. `walk` is called with a seed."""

import random
import turtle

COLORS = ["red", "navy", "SeaGreen3", "gold", "gray40", "violet red", "tan1", "#08f"]


def walk(seed: int) -> None:  # noqa: C901 - one case a function
    rnd = random.Random(seed)
    screen = turtle.Screen()
    screen.setup(420, 380)
    team = [turtle.Turtle() for _ in range(3)]
    for one in team:
        one.speed(rnd.choice([0, 1, 6, 10]))
        one.shape(rnd.choice(["turtle", "square", "circle", "arrow"]))
        one.resizemode("user")
    stamps = []
    for _ in range(220):
        one = rnd.choice(team)
        match rnd.randrange(20):
            case 0 | 1 | 2 | 3 | 4 | 5:
                one.goto(rnd.randint(-170, 170), rnd.randint(-150, 150))
            case 6:
                one.circle(rnd.randint(-50, 50), rnd.choice([None, 90, 270]))
            case 7:
                one.pencolor(rnd.choice(COLORS))
            case 8:
                one.color(rnd.choice(COLORS), rnd.choice(COLORS))
            case 9:
                one.pensize(rnd.choice([1, 3, 8, 14]))
            case 10:
                stamps.append((one, one.stamp()))
            case 11:
                one.dot(rnd.randint(5, 40), rnd.choice(COLORS))
            case 12:
                one.begin_fill()
            case 13:
                one.end_fill()
            case 14:
                one.shapesize(rnd.randint(1, 3), rnd.randint(1, 3), rnd.randint(1, 5))
                one.tilt(30)
            case 15:
                one.right(rnd.randint(0, 400))
            case 16 if stamps:
                owner, stamp = stamps.pop(rnd.randrange(len(stamps)))
                owner.clearstamp(stamp)
            case 17:
                one.undo()
            case 18:
                rnd.choice([one.penup, one.pendown, one.pendown])()
            case 19:
                screen.tracer(rnd.choice([0, 1, 5]))
    screen.tracer(1)
    for one in team:
        one.forward(3)
