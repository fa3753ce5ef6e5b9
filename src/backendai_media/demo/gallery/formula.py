# order: 35
# title: Formula
# about: An integral by sympy, as LaTeX
# needs: sympy
from sympy import Eq, Integral, Matrix, cos, exp, oo, sin, symbols

from backendai_media import display

x, a = symbols("x a", positive=True)
integral = Integral(exp(-a * x**2) * cos(x), (x, -oo, oo))
display(Eq(integral, integral.doit().simplify()))

phi = symbols("phi")
turn = Matrix([[cos(phi), -sin(phi)], [sin(phi), cos(phi)]])
(turn**2).applyfunc(lambda cell: cell.simplify())
