"""`python -m backendai_media.turtle program.py`: runs a turtle program, and writes its drawing."""

import argparse
import base64
import json
import runpy
import sys
import time
import traceback
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BackendAIMediaError
from . import install

if TYPE_CHECKING:
    from ._recording import RecordedCanvas

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<img alt="{title}" src="data:image/svg+xml;base64,{svg}">
</html>
"""
_FORMATS = (".svg", ".png", ".html", ".json")


def main(arguments: list[str] | None = None) -> int:
    """Run a program and write its pictures; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m backendai_media.turtle",
        description="Run a turtle program without a window, and write its drawing.",
        epilog="All other arguments are passed to the program.",
    )
    parser.add_argument("program", type=Path, help="file of the program")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        help=".svg (animated), .png, .html or .json (items); default: the program's name.svg, "
        "in the current directory",
    )
    parser.add_argument("--still", action="store_true", help="the last frame only")
    options, others = parser.parse_known_args(arguments)
    output = options.output or Path(options.program.stem + ".svg")
    if output.suffix.lower() not in _FORMATS:
        parser.error(f"{output}: the name must end in {', '.join(_FORMATS)}")
    if not options.program.is_file():
        parser.error(f"{options.program}: no such file")
    status = _run(options.program, others)
    try:
        _write(output, still=options.still)
    except (BackendAIMediaError, OSError) as error:
        print(f"{output}: {error}", file=sys.stderr)
        return status or 1
    return status


def _run(program: Path, arguments: list[str]) -> int:
    """Run a program like `python program`; return its exit status."""
    from ._tk import loop

    loop.sends = False
    time.sleep = loop.pause
    module = install(tkinter=True)
    sys.argv = [str(program), *arguments]
    sys.path.insert(0, str(program.resolve().parent))
    try:
        runpy.run_path(str(program), run_name="__main__")
        if loop.waits:
            loop.run()
    except SystemExit as error:
        return _status(error.code)
    except module.Terminator as error:
        print(str(error) or "The program closed its window.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 - what it drew before is still shown
        _report(error, program)
        return 1
    return 0


def _report(error: Exception, program: Path) -> None:
    """Print an error like `python program`, starting with the program's own lines."""
    at = error.__traceback__
    while at and at.tb_frame.f_code.co_filename != str(program):
        at = at.tb_next
    traceback.print_exception(error.with_traceback(at))


def _status(code: Any) -> int:
    if isinstance(code, int) or code is None:
        return code or 0
    print(code, file=sys.stderr)
    return 1


def _write(output: Path, *, still: bool) -> None:
    from ._tk import loop

    canvases = loop.canvases()
    if not canvases:
        print("The program drew nothing.", file=sys.stderr)
    if output.suffix.lower() == ".json":
        from ..drawing import encode_commands
        from ..drawing.encoding import TYPE

        items = [[TYPE, encode_commands(canvas.commands)] for canvas in canvases]
        output.write_text(json.dumps(items), encoding="utf-8")
        print(output)
        return
    for number, canvas in enumerate(canvases, 1):
        name = output if number == 1 else output.with_stem(f"{output.stem}-{number}")
        name.write_bytes(_picture(canvas, name, still=still))
        print(name)


def _picture(canvas: "RecordedCanvas", name: Path, *, still: bool) -> bytes:
    if name.suffix.lower() == ".png":
        return canvas.to_png()
    svg = canvas.to_svg(animate=not still).encode()
    if name.suffix.lower() == ".svg":
        return svg
    text = base64.b64encode(svg).decode()
    return _PAGE.format(title=escape(name.stem), svg=text).encode()


if __name__ == "__main__":
    sys.exit(main())
