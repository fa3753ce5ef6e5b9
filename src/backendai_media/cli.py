"""The command `backendai-media`: parses, calls, prints."""

import json
import shutil
from pathlib import Path

import click

from . import __version__
from .errors import BackendAIMediaError


class _Group(click.Group):
    """Shows our own errors as messages, not as tracebacks."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BackendAIMediaError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Turns what computation kernels answer into HTML, in any web page."""


@main.command()
def version() -> None:
    """Print the version."""
    click.echo(__version__)


@main.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory that gets the release, as DIR/<hash>/js/main.min.js and so on.",
)
@click.option("--json", "as_json", is_flag=True, help="Print hash, path and files as JSON.")
def build(out: Path, *, as_json: bool) -> None:
    """Write a release of the browser bundle.

    In a source checkout with Node it is built from the sources; otherwise it is a copy of the
    bundle that this package carries. Equal sources give equal files and an equal hash.
    """
    release = _release(out)
    if as_json:
        manifest = json.loads((release / "manifest.json").read_bytes())
        click.echo(json.dumps({"hash": release.name, "path": str(release), **manifest}))
    else:
        click.echo(f"{release.name}  {release}")


@main.command()
@click.argument(
    "path", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8010, show_default=True, help="Port; a free one where it is taken.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open the page in a browser.")
def demo(path: Path | None, host: str, port: int, *, open_browser: bool) -> None:
    """Show a real kernel's outputs in a page, live.

    With PATH, a notebook (.ipynb) or a saved Backend.AI result (.json), show that file's outputs.
    """
    from .demo import run

    run(path, host=host, port=port, open_browser=open_browser)


def _release(out: Path) -> Path:
    from .assets import build as builder
    from .assets import bundle, node

    browser = builder.sources()
    if browser and (node.installed(browser) or node.find_npm()):
        return builder.build(browser, out)
    packaged = bundle()
    shutil.copytree(packaged, out / packaged.name, dirs_exist_ok=True)
    return out / packaged.name
