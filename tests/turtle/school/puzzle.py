"""Drag the pieces to their places; let go near one, and the piece jumps there."""

import turtle

screen = turtle.Screen()
screen.setup(480, 360)
colours = ["tomato", "gold", "sea green", "royal blue"]
placed = 0
clicked = ""

pen = turtle.Turtle(visible=False)
pen.speed(0)
for index, colour in enumerate(colours):
    pen.penup()
    pen.goto(-150 + index * 100, 80)
    pen.dot(50, "gray80")
    pen.goto(-150 + index * 100, 115)
    pen.write(colour, align="center", font=("Arial", 10, "normal"))


class Piece(turtle.Turtle):
    def __init__(self, colour, x, goal):
        super().__init__("circle")
        self.speed(0)
        self.color(colour)
        self.shapesize(2)
        self.penup()
        self.goto(x, -80)
        self.goal = goal
        self.onclick(self.glow)
        self.ondrag(self.goto)
        self.onrelease(self.settle)

    def glow(self, x, y):
        global clicked
        clicked += self.pencolor()[0]
        self.fillcolor("white")

    def settle(self, x, y):
        global placed
        self.fillcolor(self.pencolor())
        if self.distance(self.goal) < 25:
            self.goto(self.goal)
            self.ondrag(None)
            placed += 1


pieces = [
    Piece(colour, 150 - index * 100, (-150 + index * 100, 80))
    for index, colour in enumerate(colours)
]
screen.mainloop()
