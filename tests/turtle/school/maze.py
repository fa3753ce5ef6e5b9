import turtle

LEVEL = [
    "XXXXXXXXXXXXXXX",
    "XP  X     X  TX",
    "X X X XXX X X X",
    "X X   X T   X X",
    "X XXXXX XXXXX X",
    "X   T X     X X",
    "XXXXX XXX X X X",
    "X     X   X   X",
    "X XXX X XXXXX X",
    "X X T X     X X",
    "XXXXXXXXXXXXXXX",
]

wn = turtle.Screen()
wn.setup(500, 400)
wn.bgcolor("black")
wn.tracer(0)

walls = []
treasures = []
gold = 0
steps = 0

pen = turtle.Turtle("square")
pen.color("steel blue")
pen.penup()
player = turtle.Turtle("turtle")
player.color("lime")
player.penup()

for y, line in enumerate(LEVEL):
    for x, character in enumerate(line):
        place = (-210 + x * 30, 150 - y * 30)
        if character == "X":
            pen.goto(place)
            pen.shapesize(1.4)
            pen.stamp()
            walls.append(place)
        elif character == "P":
            player.goto(place)
        elif character == "T":
            treasure = turtle.Turtle("circle")
            treasure.color("gold")
            treasure.penup()
            treasure.goto(place)
            treasures.append(treasure)
pen.hideturtle()


def go(dx, dy, heading):
    global gold, steps
    player.setheading(heading)
    place = (round(player.xcor()) + dx, round(player.ycor()) + dy)
    if place not in walls:
        player.goto(place)
        steps += 1
    for treasure in treasures[:]:
        if treasure.distance(player) < 5:
            treasure.hideturtle()
            treasures.remove(treasure)
            gold += 100
            wn.title(f"Gold: {gold}")


wn.onkey(lambda: go(-30, 0, 180), "Left")
wn.onkey(lambda: go(30, 0, 0), "Right")
wn.onkey(lambda: go(0, 30, 90), "Up")
wn.onkey(lambda: go(0, -30, 270), "Down")
wn.listen()

while True:
    wn.update()
