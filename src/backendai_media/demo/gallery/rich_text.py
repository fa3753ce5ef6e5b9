# order: 50
# title: Rich
# about: A table and progress, as in a terminal
# needs: rich
import time

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

console = Console(force_terminal=True, force_jupyter=False, width=72)
table = Table(title="Planets", title_style="bold")
table.add_column("name", style="cyan")
table.add_column("moons", justify="right", style="magenta")
for name, moons in [("Mars", 2), ("Jupiter", 97), ("Saturn", 274), ("Uranus", 29)]:
    table.add_row(name, str(moons))
console.print(table)
console.print("[link=https://rich.readthedocs.io]Rich[/link] writes [b]terminal[/b] text.")

with Progress(console=console) as progress:
    tasks = [progress.add_task(name, total=50) for name in ("[red]download", "[green]unpack")]
    for _ in range(50):
        time.sleep(0.03)
        for speed, task in enumerate(tasks, 1):
            progress.advance(task, 3 - speed)
