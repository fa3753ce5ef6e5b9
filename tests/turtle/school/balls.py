import random
import turtle

wn = turtle.Screen()
wn.setup(450, 450)
wn.bgcolor("black")
wn.tracer(0)

balls = []
bounces = 0


def add():
    ball = turtle.Turtle("circle")
    ball.color(random.choice(["red", "blue", "yellow", "orange", "green", "white"]))
    ball.shapesize(random.choice([0.5, 1, 1.5]))
    ball.penup()
    ball.goto(random.randint(-150, 150), random.randint(0, 150))
    ball.dx = random.randint(-3, 3)
    ball.dy = 0
    balls.append(ball)


for _ in range(8):
    add()
wn.onkey(add, "space")
wn.listen()

while True:
    wn.update()
    for ball in balls:
        ball.dy -= 0.1
        ball.goto(ball.xcor() + ball.dx, ball.ycor() + ball.dy)
        if abs(ball.xcor()) > 215:
            ball.dx *= -1
            bounces += 1
        if ball.ycor() < -215:
            ball.sety(-215)
            ball.dy *= -1
            bounces += 1
