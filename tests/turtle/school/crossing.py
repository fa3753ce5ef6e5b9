"""Bring the turtle across the road."""

import random
import turtle

screen = turtle.Screen()
screen.setup(480, 480)
screen.tracer(0)

level = 1
crashed = False
moment = 0
cars = []

frog = turtle.Turtle("turtle")
frog.color("dark green")
frog.penup()
frog.setheading(90)
frog.goto(0, -215)

sign = turtle.Turtle(visible=False)
sign.penup()


def show():
    sign.clear()
    sign.goto(-225, 205)
    sign.write(f"Level: {level}", font=("Courier", 16, "normal"))


def hop():
    if not crashed:
        frog.forward(15)


def side(step):
    return lambda: frog.setx(frog.xcor() + step)


def new_car():
    car = turtle.Turtle("square")
    car.shapesize(1, 2)
    car.color(random.choice(["red", "orange", "purple", "blue", "gray"]))
    car.penup()
    car.goto(260, random.randint(-8, 8) * 22)
    cars.append(car)


def drive():
    global level, crashed, moment
    moment += 1
    if moment % 6 == 0:
        new_car()
    for car in cars[:]:
        car.backward(4 + level * 2)
        if car.xcor() < -270:
            car.hideturtle()
            cars.remove(car)
        elif abs(car.ycor() - frog.ycor()) < 18 and abs(car.xcor() - frog.xcor()) < 28:
            crashed = True
    if frog.ycor() > 200:
        frog.goto(0, -215)
        level += 1
        show()
    if crashed:
        sign.goto(0, 0)
        sign.write("GAME OVER", align="center", font=("Courier", 24, "bold"))
    else:
        screen.ontimer(drive, 50)
    screen.update()


screen.onkey(hop, "Up")
screen.onkey(side(-15), "Left")
screen.onkey(side(15), "Right")
screen.listen()
show()
drive()
turtle.done()
