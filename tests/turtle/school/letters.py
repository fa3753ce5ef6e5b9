"""Letters fall; type them before they are down."""

import random
import turtle

screen = turtle.Screen()
screen.setup(400, 400)
screen.bgcolor("ivory")
screen.tracer(0)
pen = turtle.Turtle(visible=False)
pen.penup()

falling = []
hits = 0
lost = 0
moment = 0


def typed(letter):
    def press():
        global hits
        for one in falling:
            if one[0] == letter:
                falling.remove(one)
                hits += 1
                return

    return press


def step():
    global lost, moment
    if moment % 20 == 0:
        falling.append([random.choice("asdfjkl"), random.randint(-170, 170), 180])
    moment += 1
    for one in falling[:]:
        one[2] -= 3
        if one[2] < -190:
            falling.remove(one)
            lost += 1
    pen.clear()
    for letter, x, y in falling:
        pen.goto(x, y)
        pen.color("dark red" if y < 0 else "black")
        pen.write(letter, align="center", font=("Courier", 28, "bold"))
    pen.goto(-190, -190)
    pen.color("gray40")
    pen.write(f"hits {hits}, lost {lost}", font=("Arial", 11, "normal"))
    screen.update()
    screen.ontimer(step, 50)


for letter in "asdfjkl":
    screen.onkeypress(typed(letter), letter)
screen.listen()
step()
turtle.mainloop()
