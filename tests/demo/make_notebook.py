"""Makes `sample.ipynb` anew: runs its cells on a kernel and saves what came."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

import nbformat
from nbclient import NotebookClient

CELLS = [
    ("markdown", "# Rainfall\n\nA *small* study, with a table: $a_n$ and `code`."),
    ("code", "import sys\nprint('reading \\x1b[32mstations\\x1b[0m')\nprint('no data for 3', file=sys.stderr)"),
    (
        "code",
        "import pandas as pd\ntable = pd.DataFrame({'month': ['Jan', 'Feb', 'Mar'], 'mm': [21.6, 23.6, 45.8]})\ntable",
    ),
    ("code", "table.style.bar(subset=['mm'], color='#9ecae1')"),
    (
        "code",
        "import matplotlib.pyplot as plt\ntable.plot.bar(x='month', y='mm', figsize=(4, 2.4))\nplt.title('Rain')\nplt.show()",
    ),
    (
        "code",
        "from IPython.display import SVG, Markdown, display\n"
        "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"20\">"
        "<rect width=\"60\" height=\"20\" fill=\"teal\"/></svg>'))\n"
        "display({'application/json': {'a': [1, 2]}}, raw=True)\n{'plain': range(3)}",
    ),
    ("code", "from tqdm import tqdm\nfor _ in tqdm(range(20), desc='months'): pass"),
    ("code", "table['station']"),
    ("raw", "Raw text stays as it is: <b>not bold</b>."),
    ("code", "# never run"),
]


def main() -> None:
    """Run and save."""
    new = {
        "markdown": nbformat.v4.new_markdown_cell,
        "code": nbformat.v4.new_code_cell,
        "raw": nbformat.v4.new_raw_cell,
    }
    cells = [new[kind](source, id=f"cell-{n}") for n, (kind, source) in enumerate(CELLS)]
    notebook = nbformat.v4.new_notebook(cells=cells[:-1])
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    notebook.cells.append(cells[-1])
    for cell in notebook.cells:
        cell.metadata = {}
    path = Path(__file__).with_name("sample.ipynb")
    text = nbformat.writes(notebook).replace(sysconfig.get_path("purelib"), "/site-packages")
    path.write_text(re.sub(r"/tmp/ipykernel_\d+/\d+", "<input>", text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
