# order: 42
# title: Mermaid
# about: Python's own errors as a class diagram
from backendai_media import display

lines = ["classDiagram", "direction LR"]


def draw(kind, depth=0):
    for child in kind.__subclasses__():
        if child.__module__ == "builtins" and depth < 3:
            lines.append(f"{kind.__name__} <|-- {child.__name__}")
            draw(child, depth + 1)


draw(OSError)
draw(ArithmeticError)
display(("text/vnd.mermaid", "\n".join(lines)))
