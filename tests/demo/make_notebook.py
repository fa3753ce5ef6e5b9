"""Makes `sample.ipynb` anew: runs its cells on a kernel and saves what came."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

SETUP = """\
import sys

print("reading \\x1b[32mstations\\x1b[0m")
print("no data for 3", file=sys.stderr)"""
TABLE = """\
import pandas as pd

table = pd.DataFrame({"month": ["Jan", "Feb", "Mar"], "mm": [21.6, 23.6, 45.8]})
table"""
PLOT = """\
import matplotlib.pyplot as plt

table.plot.bar(x="month", y="mm", figsize=(4, 2.4))
plt.title("Rain")
plt.show()"""
MIXED = """\
import IPython.display as ipd

rect = '<rect width="60" height="20" fill="teal"/>'
ipd.display(ipd.SVG(f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">{rect}</svg>'))
ipd.display({"application/json": {"a": [1, 2]}}, raw=True)
{"plain": range(3)}"""
PROGRESS = """\
from tqdm import tqdm

for _ in tqdm(range(20), desc="months"):
    pass"""
CELLS = [
    ("markdown", "# Rainfall\n\nA *small* study, with a table: $a_n$ and `code`."),
    ("code", SETUP),
    ("code", TABLE),
    ("code", 'table.style.bar(subset=["mm"], color="#9ecae1")'),
    ("code", PLOT),
    ("code", MIXED),
    ("code", PROGRESS),
    ("code", 'table["station"]'),
    ("raw", "Raw text stays as it is: <b>not bold</b>."),
    ("code", "# never run"),
]


def main() -> None:
    """Run and save."""
    new: dict[str, Any] = {
        "notebook": nbformat.v4.new_notebook,
        "markdown": nbformat.v4.new_markdown_cell,
        "code": nbformat.v4.new_code_cell,
        "raw": nbformat.v4.new_raw_cell,
    }
    cells = [new[kind](source, id=f"cell-{n}") for n, (kind, source) in enumerate(CELLS)]
    notebook = new["notebook"](cells=cells[:-1])
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    notebook.cells.append(cells[-1])
    for cell in notebook.cells:
        cell.metadata = {}
    path = Path(__file__).with_name("sample.ipynb")
    text = nbformat.writes(notebook).replace(sysconfig.get_path("purelib"), "/site-packages")
    path.write_text(re.sub(r"/tmp/ipykernel_\d+/\d+", "<input>", text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
