"""Invaders come down; a ship shoots at them."""

import turtle as t

screen = t.Screen()
screen.setup(500, 500)
screen.bgcolor("midnight blue")
screen.tracer(0)
screen.register_shape("ship", ((0, 15), (-12, -10), (0, -4), (12, -10)))

score = 0
speed = 3
shots = 0
over = False

ship = t.Turtle(shape="ship")
ship.color("cyan")
ship.penup()
ship.setheading(90)
ship.goto(0, -210)

bullet = t.Turtle(shape="circle")
bullet.shapesize(0.3, 0.6)
bullet.color("yellow")
bullet.penup()
bullet.hideturtle()

invaders = []
for row in range(3):
    for column in range(6):
        one = t.Turtle(shape="turtle")
        one.color(("tomato", "orange", "light green")[row])
        one.penup()
        one.setheading(270)
        one.goto(-150 + column * 50, 200 - row * 40)
        invaders.append(one)

board = t.Turtle(visible=False)
board.penup()
board.color("white")
board.goto(-235, 220)


def show():
    board.clear()
    board.write(f"Score {score}", font=("Arial", 14, "bold"))


def left():
    ship.setx(max(-220, ship.xcor() - 15))


def right():
    ship.setx(min(220, ship.xcor() + 15))


def fire():
    global shots
    if not bullet.isvisible():
        shots += 1
        bullet.goto(ship.xcor(), ship.ycor() + 18)
        bullet.showturtle()


def step():
    global score, speed, over
    if any(abs(one.xcor() + speed) > 225 for one in invaders):
        speed = -speed
        for one in invaders:
            one.sety(one.ycor() - 15)
    for one in invaders:
        one.setx(one.xcor() + speed)
    if bullet.isvisible():
        bullet.sety(bullet.ycor() + 14)
        if bullet.ycor() > 240:
            bullet.hideturtle()
        for one in invaders[:]:
            if one.distance(bullet) < 18:
                one.hideturtle()
                bullet.hideturtle()
                invaders.remove(one)
                score += 10
                show()
                break
    if not invaders or min(one.ycor() for one in invaders) < -180:
        over = True
        board.goto(0, 0)
        board.write("Game over", align="center", font=("Arial", 30, "bold"))
    screen.update()
    if not over:
        screen.ontimer(step, 30)


screen.onkey(left, "Left")
screen.onkey(right, "Right")
screen.onkeypress(fire, "space")
screen.listen()
show()
step()
screen.mainloop()
