import random
import turtle

screen = turtle.Screen()
screen.setup(400, 300)
pen = turtle.Turtle()
pen.hideturtle()
pen.penup()
pen.speed(0)

name = screen.textinput("Hello", "What is your name?") or "Nobody"
right = 0
for number in range(4):
    a, b = random.randint(2, 9), random.randint(2, 9)
    answer = screen.numinput("Question", f"{a} x {b} =", default=0, minval=0, maxval=100)
    good = answer == a * b
    right += good
    pen.goto(-150, 80 - number * 40)
    pen.color("green" if good else "red")
    pen.write(f"{a} x {b} = {int(answer)}", font=("Courier", 16, "normal"))
pen.goto(-150, -110)
pen.color("black")
pen.write(f"{name}: {right} of 4", font=("Courier", 16, "bold"))
again = 0


def more():
    global again
    again += 1
    pen.goto(100, 60 - again * 20)
    pen.dot(12)


screen.onkey(more, "space")
screen.listen()
screen.exitonclick()
