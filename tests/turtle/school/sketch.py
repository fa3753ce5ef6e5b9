import turtle

tim = turtle.Turtle()
screen = turtle.Screen()
screen.setup(400, 400)


def move_forwards():
    tim.forward(20)


def move_backwards():
    tim.backward(20)


def turn_left():
    tim.setheading(tim.heading() + 15)


def turn_right():
    tim.setheading(tim.heading() - 15)


def clear():
    tim.clear()
    tim.penup()
    tim.home()
    tim.pendown()


screen.listen()
screen.onkey(move_forwards, "w")
screen.onkey(move_backwards, "s")
screen.onkey(turn_left, "a")
screen.onkey(turn_right, "d")
screen.onkey(clear, "c")
screen.onkey(tim.stamp, "Return")
screen.exitonclick()
