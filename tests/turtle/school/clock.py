import datetime
import turtle

screen = turtle.Screen()
screen.bgcolor("white smoke")
screen.setup(420, 420)
screen.tracer(0)
pen = turtle.Turtle()
pen.hideturtle()
pen.speed(0)

seconds = 0
running = True
start = datetime.datetime.now()


def face():
    pen.up()
    pen.goto(0, -180)
    pen.setheading(0)
    pen.color("dark slate blue")
    pen.pensize(4)
    pen.down()
    pen.circle(180)
    for hour in range(12):
        pen.up()
        pen.goto(0, 0)
        pen.setheading(90 - hour * 30)
        pen.forward(160)
        pen.down()
        pen.forward(15)


def hand(angle, length, width, colour):
    pen.up()
    pen.goto(0, 0)
    pen.setheading(90 - angle)
    pen.color(colour)
    pen.pensize(width)
    pen.down()
    pen.forward(length)


def tick():
    global seconds
    if running:
        seconds += 1
    now = start + datetime.timedelta(seconds=seconds)
    pen.clear()
    face()
    hand((now.hour % 12 + now.minute / 60) * 30, 90, 8, "black")
    hand(now.minute * 6, 140, 5, "black")
    hand(now.second * 6, 150, 2, "red")
    pen.up()
    pen.goto(0, -90)
    pen.write(now.strftime("%H:%M:%S"), align="center", font=("Courier", 16, "bold"))
    screen.update()
    screen.ontimer(tick, 1000)


def stop():
    global running
    running = not running


screen.onkey(stop, "space")
screen.listen()
tick()
screen.mainloop()
