import random
from turtle import Screen, Turtle

screen = Screen()
screen.setup(width=500, height=400)
bet = screen.textinput("Make your bet", "Which turtle will win the race? Enter a colour: ")
colors = ["red", "orange", "gold", "green", "blue", "purple"]
all_turtles = []
for index, name in enumerate(colors):
    racer = Turtle("turtle")
    racer.color(name)
    racer.penup()
    racer.goto(-230, -100 + index * 40)
    all_turtles.append(racer)

winner = ""
while not winner:
    for racer in all_turtles:
        if racer.xcor() > 225:
            winner = racer.pencolor()
            break
        racer.forward(random.randint(0, 20))

won = winner == bet
judge = Turtle(visible=False)
judge.penup()
judge.goto(0, 150)
judge.write(
    f"You've {'won' if won else 'lost'}! The {winner} turtle is the winner.",
    align="center",
    font=("Arial", 14, "bold"),
)
screen.exitonclick()
