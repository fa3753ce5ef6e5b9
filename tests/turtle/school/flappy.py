import random
import turtle

screen = turtle.Screen()
screen.setup(420, 420)
screen.bgcolor("light cyan")
screen.tracer(0)

bird = turtle.Turtle("circle")
bird.color("dark orange", "gold")
bird.penup()
bird.goto(-100, 0)
fall = 0
score = 0
alive = True
moment = 0
pipes = []
pen = turtle.Turtle(visible=False)
pen.penup()


def flap():
    global fall
    fall = 7


def pipe():
    gap = random.randint(-80, 80)
    return [220, gap]


def box(left, bottom, right, top):
    pen.goto(left, bottom)
    pen.begin_fill()
    for x, y in ((right, bottom), (right, top), (left, top), (left, bottom)):
        pen.goto(x, y)
    pen.end_fill()


def draw():
    pen.clear()
    pen.color("sea green")
    for x, gap in pipes:
        box(x - 20, gap + 60, x + 20, 210)
        box(x - 20, -210, x + 20, gap - 60)
    pen.color("black")
    pen.goto(-195, 175)
    pen.write(score, font=("Helvetica", 20, "bold"))


def step():
    global fall, score, alive, moment
    if moment % 60 == 0:
        pipes.append(pipe())
    moment += 1
    fall -= 0.6
    bird.sety(bird.ycor() + fall)
    for one in pipes:
        one[0] -= 4
        if one[0] == -100:
            score += 1
        if abs(one[0] + 100) < 30 and abs(bird.ycor() - one[1]) > 50:
            alive = False
    if abs(bird.ycor()) > 210:
        alive = False
    if pipes and pipes[0][0] < -240:
        pipes.pop(0)
    draw()
    if alive:
        screen.ontimer(step, 1000 // 40)
    else:
        bird.color("red")
    screen.update()


screen.onkeypress(flap, "space")
screen.onclick(lambda x, y: flap())
screen.listen()
step()
screen.mainloop()
