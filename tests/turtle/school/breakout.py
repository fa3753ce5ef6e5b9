from turtle import *

setup(480, 520)
title("Breakout")
tracer(False)
hideturtle()
penup()

score = 0
lives = 3
dx, dy = 5, 6

paddle = Turtle("square")
paddle.shapesize(0.8, 5)
paddle.color("navy")
paddle.penup()
paddle.goto(0, -220)

ball = Turtle("circle")
ball.color("crimson")
ball.penup()
ball.goto(0, -150)

bricks = []
for row, colour in enumerate(["red", "orange", "gold", "green"]):
    for column in range(7):
        brick = Turtle("square")
        brick.shapesize(1, 2.8)
        brick.color("white", colour)
        brick.penup()
        brick.goto(-180 + column * 60, 200 - row * 24)
        bricks.append(brick)


def show_score():
    clear()
    goto(-225, -250)
    write(f"Score: {score}   Lives: {lives}", font=("Verdana", 12, "normal"))


def left():
    if paddle.xcor() > -180:
        paddle.setx(paddle.xcor() - 20)


def right():
    if paddle.xcor() < 180:
        paddle.setx(paddle.xcor() + 20)


def tick():
    global dx, dy, score, lives
    ball.goto(ball.xcor() + dx, ball.ycor() + dy)
    if abs(ball.xcor()) > 225:
        dx = -dx
    if ball.ycor() > 245:
        dy = -dy
    if dy < 0 and abs(ball.ycor() + 205) < 8 and abs(ball.xcor() - paddle.xcor()) < 58:
        dy = -dy
    if ball.ycor() < -250:
        lives -= 1
        ball.goto(0, -150)
        dy = abs(dy)
        show_score()
    for brick in bricks[:]:
        if abs(ball.xcor() - brick.xcor()) < 36 and abs(ball.ycor() - brick.ycor()) < 18:
            brick.hideturtle()
            bricks.remove(brick)
            dy = -dy
            score += 5
            show_score()
            break
    update()
    if lives and bricks:
        ontimer(tick, 20)


onkeypress(left, "Left")
onkeypress(right, "Right")
listen()
show_score()
tick()
done()
