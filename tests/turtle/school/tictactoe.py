from turtle import *

setup(400, 400)
hideturtle()
speed(0)
pensize(5)

board = ["", "", "", "", "", "", "", "", ""]
player = "X"
winner = ""


def grid():
    for place in (-66, 66):
        penup()
        goto(place, -190)
        pendown()
        goto(place, 190)
        penup()
        goto(-190, place)
        pendown()
        goto(190, place)


def draw(field):
    x, y = -132 + field % 3 * 132, 132 - field // 3 * 132
    penup()
    if player == "X":
        color("blue")
        for side in (-1, 1):
            goto(x - 40, y - 40 * side)
            pendown()
            goto(x + 40, y + 40 * side)
            penup()
    else:
        color("red")
        goto(x, y - 45)
        pendown()
        setheading(0)
        circle(45)
        penup()


def tap(x, y):
    global player, winner
    column, row = int((x + 198) // 132), int((198 - y) // 132)
    if winner or not (0 <= column < 3 and 0 <= row < 3) or board[row * 3 + column]:
        return
    field = row * 3 + column
    board[field] = player
    draw(field)
    rows = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]
    if any(all(board[one] == player for one in three) for three in rows):
        winner = player
        goto(0, -20)
        color("black")
        write(f"{player} wins", align="center", font=("Arial", 36, "bold"))
    player = "O" if player == "X" else "X"


grid()
onscreenclick(tap)
mainloop()
