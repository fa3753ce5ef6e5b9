import random
import turtle

WORDS = ["python", "turtle", "school", "window", "circle"]
word = random.choice(WORDS)
guessed = ""
wrong = 0

screen = turtle.Screen()
screen.setup(500, 400)
pen = turtle.Turtle(visible=False)
pen.speed(0)
pen.pensize(3)
letters = turtle.Turtle(visible=False)
letters.speed(0)
letters.penup()


def line(x1, y1, x2, y2):
    pen.penup()
    pen.goto(x1, y1)
    pen.pendown()
    pen.goto(x2, y2)


def head():
    pen.penup()
    pen.goto(80, 60)
    pen.setheading(0)
    pen.pendown()
    pen.circle(20)


PARTS = [
    lambda: line(-20, -120, 140, -120),
    lambda: line(20, -120, 20, 140),
    lambda: line(20, 140, 80, 140),
    lambda: line(80, 140, 80, 100),
    head,
    lambda: line(80, 60, 80, -20),
    lambda: line(80, 40, 50, 20),
    lambda: line(80, 40, 110, 20),
    lambda: line(80, -20, 60, -70),
    lambda: line(80, -20, 100, -70),
]


def show():
    letters.clear()
    letters.goto(0, -170)
    shown = " ".join(one if one in guessed else "_" for one in word)
    letters.write(shown, align="center", font=("Courier", 24, "bold"))
    letters.goto(-220, 150)
    letters.write(f"Tried: {guessed}", font=("Courier", 12, "normal"))


def guess(letter):
    global guessed, wrong
    if letter in guessed or wrong == len(PARTS):
        return
    guessed += letter
    if letter not in word:
        PARTS[wrong]()
        wrong += 1
    show()


for letter in "abcdefghijklmnopqrstuvwxyz":
    screen.onkey(lambda letter=letter: guess(letter), letter)
screen.listen()
show()
turtle.mainloop()
