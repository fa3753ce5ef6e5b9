"""Catch the apples with a basket."""

import random
import turtle

screen = turtle.Screen()
screen.setup(400, 500)
screen.bgcolor("sky blue")
screen.tracer(0, 0)

basket = turtle.Turtle("square")
basket.shapesize(1, 4)
basket.color("saddle brown")
basket.penup()
basket.goto(0, -200)

score = 0
missed = 0
going = 0

apples = []
for number in range(5):
    apple = turtle.Turtle("circle")
    apple.color("red")
    apple.penup()
    apple.goto(random.randint(-180, 180), 150 + number * 90)
    apples.append(apple)

text = turtle.Turtle(visible=False)
text.penup()
text.goto(0, 215)


def say():
    text.clear()
    text.write(f"{score} : {missed}", align="center", font=("Times", 20, "italic"))


def start(direction):
    def pressed():
        global going
        going = direction

    return pressed


def stop():
    global going
    going = 0


for key, direction in (("Left", -9), ("Right", 9)):
    screen.onkeypress(start(direction), key)
    screen.onkeyrelease(stop, key)
screen.listen()
say()

while missed < 12:
    basket.setx(min(170, max(-170, basket.xcor() + going)))
    for apple in apples:
        apple.sety(apple.ycor() - 6)
        if apple.ycor() < -190 and abs(apple.xcor() - basket.xcor()) < 50:
            score += 1
        elif apple.ycor() < -240:
            missed += 1
        else:
            continue
        apple.goto(random.randint(-180, 180), 250)
        say()
    screen.update()

text.goto(0, 0)
text.write("The end", align="center", font=("Times", 40, "bold"))
screen.update()
turtle.done()
