import random
import turtle

screen = turtle.Screen()
screen.setup(420, 460)
screen.bgcolor("#bbada0")
screen.tracer(0)
pen = turtle.Turtle(visible=False)
pen.penup()

numbers = [0] * 16
score = 0
turns = 0
COLOURS = {0: "#cdc1b4", 2: "#eee4da", 4: "#ede0c8", 8: "#f2b179", 16: "#f59563", 32: "#f67c5f"}


def add():
    empty = [index for index in range(16) if not numbers[index]]
    numbers[random.choice(empty)] = random.choice([2, 2, 2, 4])


def draw():
    pen.clear()
    for index, number in enumerate(numbers):
        x, y = -190 + index % 4 * 95, 95 - index // 4 * 95
        pen.goto(x, y)
        pen.color(COLOURS.get(number, "#edc22e"))
        pen.begin_fill()
        for _ in range(4):
            pen.forward(88)
            pen.left(90)
        pen.end_fill()
        if number:
            pen.goto(x + 44, y + 22)
            pen.color("#776e65")
            pen.write(number, align="center", font=("Arial", 28, "bold"))
    pen.goto(0, 196)
    pen.color("white")
    pen.write(f"Score {score}", align="center", font=("Arial", 16, "bold"))
    screen.update()


def squeeze(line):
    global score
    full = [number for number in line if number]
    for index in range(len(full) - 1):
        if full[index] and full[index] == full[index + 1]:
            full[index] *= 2
            score += full[index]
            full[index + 1] = 0
    full = [number for number in full if number]
    return full + [0] * (4 - len(full))


def move(lines):
    def key():
        global turns
        before = numbers[:]
        for line in lines:
            for index, number in zip(line, squeeze([numbers[one] for one in line])):
                numbers[index] = number
        if numbers != before:
            turns += 1
            add()
        draw()

    return key


rows = [list(range(start, start + 4)) for start in range(0, 16, 4)]
columns = [list(range(start, 16, 4)) for start in range(4)]
screen.onkey(move(rows), "Left")
screen.onkey(move([row[::-1] for row in rows]), "Right")
screen.onkey(move(columns), "Up")
screen.onkey(move([column[::-1] for column in columns]), "Down")
screen.listen()
add()
add()
draw()
screen.mainloop()
