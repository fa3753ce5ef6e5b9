"""Builds the documentation as a web site whose cells run, into dist/docs.

Zensical makes the pages of docs/, their navigation, their search and their looks. Added are pages
that are not in docs/ (`docs_pages.py`) and cells (`docs_cells.py`); what no page uses of the style
sheets is left out (`docs_styles.py`).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from docs_cells import Cells
from docs_pages import ROOT_PAGES, write_pages
from docs_styles import trim

from backendai_media.build import bundle
from backendai_media.errors import BackendAIMediaError

ROOT = Path(__file__).parent.parent
OUT = ROOT / "dist/docs"
#: Seconds between looks at what was edited.
PAUSE = 0.5


def build(out: Path) -> None:
    """Build the site. Raises `BackendAIMediaError` if a page cannot be read or a cell fails."""
    started = time.monotonic()
    with TemporaryDirectory() as scratch:
        # A project of its own: Zensical takes `.cache` next to its configuration for its own.
        pages, made = Path(scratch, "docs"), Path(scratch, "dist/docs")
        shutil.copytree(ROOT / "docs", pages)
        shutil.copyfile(ROOT / "zensical.toml", Path(scratch, "zensical.toml"))
        write_pages(pages)
        cells = Cells(pages, bundle.refresh(ROOT / "browser"))
        zensical = [sys.executable, "-m", "zensical", "build", "--strict"]
        if subprocess.run(zensical, cwd=scratch, check=False).returncode:
            raise BackendAIMediaError("zensical could not build the pages; its message is above")
        cells.put(made)
        trim(made)
        _leave_out_github(made)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(made, out)
    print(f"{out}: {time.monotonic() - started:.0f} s")


def _leave_out_github(out: Path) -> None:
    """Keep the theme from asking GitHub about the repository when a page is opened."""
    for path in out.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(' data-md-component="source"', ""), encoding="utf-8")


def serve(out: Path, port: int) -> None:
    """Serve the site on loopback, and build it again whenever a source has changed."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=str(out))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_address[1]}/", flush=True)
    seen: dict[Path, float] = {}
    while True:
        sources = [*(ROOT / "docs").rglob("*"), ROOT / "zensical.toml"]
        sources += [ROOT / name for name in ROOT_PAGES]
        now = {path: path.stat().st_mtime for path in sources if path.is_file()}
        if now != seen:
            seen = now
            try:
                build(out)
            except BackendAIMediaError as error:
                print(error, file=sys.stderr)
        time.sleep(PAUSE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", nargs="?", choices=["build", "serve"], default="build")
    parser.add_argument("-o", "--output", type=Path, default=OUT)
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    try:
        if arguments.command == "serve":
            serve(arguments.output, arguments.port)
        build(arguments.output)
    except BackendAIMediaError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
