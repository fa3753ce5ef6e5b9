import turtle

window = turtle.Screen()
window.title("Pong")
window.bgcolor("black")
window.setup(width=800, height=600)
window.tracer(0)

score_a = 0
score_b = 0


def paddle(x):
    one = turtle.Turtle()
    one.speed(0)
    one.shape("square")
    one.color("white")
    one.shapesize(stretch_wid=5, stretch_len=1)
    one.penup()
    one.goto(x, 0)
    return one


paddle_a = paddle(-350)
paddle_b = paddle(350)

ball = turtle.Turtle()
ball.speed(0)
ball.shape("square")
ball.color("white")
ball.penup()
ball.dx = 8
ball.dy = -8

pen = turtle.Turtle()
pen.speed(0)
pen.color("white")
pen.penup()
pen.hideturtle()
pen.goto(0, 260)
pen.write("Player A: 0  Player B: 0", align="center", font=("Courier", 24, "normal"))


def paddle_a_up():
    paddle_a.sety(paddle_a.ycor() + 20)


def paddle_a_down():
    paddle_a.sety(paddle_a.ycor() - 20)


def paddle_b_up():
    paddle_b.sety(paddle_b.ycor() + 20)


def paddle_b_down():
    paddle_b.sety(paddle_b.ycor() - 20)


window.listen()
window.onkeypress(paddle_a_up, "w")
window.onkeypress(paddle_a_down, "s")
window.onkeypress(paddle_b_up, "Up")
window.onkeypress(paddle_b_down, "Down")


def show_score():
    pen.clear()
    pen.write(
        f"Player A: {score_a}  Player B: {score_b}",
        align="center",
        font=("Courier", 24, "normal"),
    )


while True:
    window.update()
    ball.setx(ball.xcor() + ball.dx)
    ball.sety(ball.ycor() + ball.dy)
    if ball.ycor() > 290:
        ball.sety(290)
        ball.dy *= -1
    if ball.ycor() < -290:
        ball.sety(-290)
        ball.dy *= -1
    if ball.xcor() > 390:
        ball.goto(0, 0)
        ball.dx *= -1
        score_a += 1
        show_score()
    if ball.xcor() < -390:
        ball.goto(0, 0)
        ball.dx *= -1
        score_b += 1
        show_score()
    if 340 < ball.xcor() < 350 and abs(ball.ycor() - paddle_b.ycor()) < 50:
        ball.setx(340)
        ball.dx *= -1
    if -350 < ball.xcor() < -340 and abs(ball.ycor() - paddle_a.ycor()) < 50:
        ball.setx(-340)
        ball.dx *= -1
