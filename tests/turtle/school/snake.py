import random
import time
import turtle

delay = 0.1
score = 0
high_score = 0

wn = turtle.Screen()
wn.title("Snake")
wn.bgcolor("green")
wn.setup(width=600, height=600)
wn.tracer(0)

head = turtle.Turtle()
head.speed(0)
head.shape("square")
head.color("black")
head.penup()
head.goto(0, 0)
head.direction = "stop"

food = turtle.Turtle()
food.speed(0)
food.shape("circle")
food.color("red")
food.penup()
food.goto(0, 100)

segments = []

pen = turtle.Turtle()
pen.hideturtle()
pen.penup()
pen.color("white")
pen.goto(0, 260)


def show_score():
    pen.clear()
    pen.write(
        f"Score: {score}  High Score: {high_score}", align="center", font=("Courier", 24, "normal")
    )


def go_up():
    if head.direction != "down":
        head.direction = "up"


def go_down():
    if head.direction != "up":
        head.direction = "down"


def go_left():
    if head.direction != "right":
        head.direction = "left"


def go_right():
    if head.direction != "left":
        head.direction = "right"


def move():
    if head.direction == "up":
        head.sety(head.ycor() + 20)
    if head.direction == "down":
        head.sety(head.ycor() - 20)
    if head.direction == "left":
        head.setx(head.xcor() - 20)
    if head.direction == "right":
        head.setx(head.xcor() + 20)


def start_again():
    global score, delay
    time.sleep(1)
    head.goto(0, 0)
    head.direction = "stop"
    for segment in segments:
        segment.goto(1000, 1000)
    segments.clear()
    score = 0
    delay = 0.1
    show_score()


wn.listen()
wn.onkeypress(go_up, "Up")
wn.onkeypress(go_down, "Down")
wn.onkeypress(go_left, "Left")
wn.onkeypress(go_right, "Right")
show_score()

while True:
    wn.update()
    if abs(head.xcor()) > 290 or abs(head.ycor()) > 290:
        start_again()
    if head.distance(food) < 20:
        food.goto(random.randint(-14, 14) * 20, random.randint(-14, 12) * 20)
        segment = turtle.Turtle()
        segment.speed(0)
        segment.shape("square")
        segment.color("grey")
        segment.penup()
        segments.append(segment)
        delay -= 0.001
        score += 10
        high_score = max(score, high_score)
        show_score()
    for index in range(len(segments) - 1, 0, -1):
        segments[index].goto(segments[index - 1].pos())
    if segments:
        segments[0].goto(head.pos())
    move()
    for segment in segments:
        if segment.distance(head) < 20:
            start_again()
            break
    time.sleep(delay)
