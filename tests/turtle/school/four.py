"""Four in a row: click a column."""

import turtle

COLUMNS, ROWS, SIZE = 7, 6, 60
screen = turtle.Screen()
screen.setup(480, 440)
screen.bgcolor("royal blue")
screen.tracer(0)
pen = turtle.Turtle(visible=False)
pen.penup()

fields = [[""] * ROWS for _ in range(COLUMNS)]
turn = "red"
moves = 0
winner = ""


def place(column, row):
    return (column - 3) * SIZE, (row - 2.5) * SIZE


def draw():
    pen.clear()
    for column in range(COLUMNS):
        for row in range(ROWS):
            pen.goto(place(column, row))
            pen.dot(SIZE - 10, fields[column][row] or "white")
    screen.update()


def has_four(colour):
    for column in range(COLUMNS):
        for row in range(ROWS):
            for dx, dy in ((1, 0), (0, 1), (1, 1), (1, -1)):
                line = [(column + n * dx, row + n * dy) for n in range(4)]
                if all(
                    0 <= x < COLUMNS and 0 <= y < ROWS and fields[x][y] == colour for x, y in line
                ):
                    return True
    return False


def drop(x, y):
    global turn, moves, winner
    column = round(x / SIZE) + 3
    if winner or not 0 <= column < COLUMNS or "" not in fields[column]:
        return
    fields[column][fields[column].index("")] = turn
    moves += 1
    draw()
    if has_four(turn):
        winner = turn
        pen.goto(0, 185)
        pen.color("white")
        pen.write(f"{turn} wins", align="center", font=("Arial", 18, "bold"))
        screen.update()
    turn = "yellow" if turn == "red" else "red"


screen.onclick(drop)
draw()
screen.mainloop()
