"""The command `backendai-media`."""

import atexit
import gc
import json
from pathlib import Path
from typing import Any

import click

from . import __version__
from .errors import BackendAIMediaError
from .publishing import cli as publishing
from .rendering.cli import render
from .site.cli import site

PORT = click.IntRange(0, 65535)


class _Group(click.Group):
    """Shows our own errors as messages without tracebacks."""

    def invoke(self, ctx: click.Context) -> object:
        # At exit everything is freed anyway: collecting it takes a tenth of a short command's time.
        atexit.register(gc.freeze)
        try:
            return super().invoke(ctx)
        except BackendAIMediaError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Render the output of code kernels (Jupyter, Backend.AI) as HTML in any web page."""


main.add_command(publishing.upload)
main.add_command(publishing.rollback)
main.add_command(publishing.doctor)
main.add_command(render)
main.add_command(site)


@main.command()
def version() -> None:
    """Print the version."""
    click.echo(__version__)


@main.command()
@click.option(
    "--out",
    default="dist",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory for the release: DIR/<hash>/js/main.min.js and so on.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the hash, the path and the files as JSON."
)
@click.option(
    "--npm",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the npm package to this directory instead.",
)
def build(out: Path, npm: Path | None, *, as_json: bool) -> None:
    """Write a release of the browser bundle.

    In a source checkout with Node it is built from the sources; otherwise the bundle of this
    package is copied. The build is reproducible: the same sources produce the same hash.
    """
    if npm:
        import tempfile

        from .build.npm import write_npm

        with tempfile.TemporaryDirectory() as scratch:
            click.echo(f"npm publish {write_npm(_release(Path(scratch)), npm)}")
        return
    release = _release(out)
    if as_json:
        manifest = json.loads((release / "manifest.json").read_bytes())
        click.echo(json.dumps({"hash": release.name, "path": str(release), **manifest}))
    else:
        click.echo(f"{release.name}  {release}")


@main.command()
@click.option("--port", type=PORT, default=8002, show_default=True, help="Port; 0: any free port.")
@click.option(
    "--allow-origin",
    "allow_origins",
    multiple=True,
    help="Origin of pages that may load the chunks, besides this machine's. Repeatable.",
)
def devserver(port: int, allow_origins: tuple[str, ...]) -> None:
    """Serve the bundle while its sources change.

    Pages include http://localhost:8002/latest/js/main.min.js; reload them to see changes. Source
    maps are included, and nothing is injected. Needs a source checkout and
    pip install 'backendai-media[demo]'.
    """
    from .build import bundle as builder
    from .build import devserver as server

    browser = builder.sources()
    if browser is None:
        raise click.ClickException("There are no sources to build; run this in a source checkout")
    server.run(browser, port=port, allow_origins=allow_origins)


@main.command()
@click.option(
    "--assets",
    default="assets",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory of releases.",
)
@click.option("--keep", default=0, show_default=True, help="Number of older releases to keep.")
@click.option("--dry-run", is_flag=True, help="Show what would happen, without changing anything.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the hash, the path and the removed releases as JSON.",
)
def update(assets: Path, keep: int, *, dry_run: bool, as_json: bool) -> None:
    """Build a release into a directory, and delete older releases there.

    Only directories that contain a complete release, and nothing else, are deleted.
    """
    from tempfile import TemporaryDirectory

    from .build.update import update as bring_up

    with TemporaryDirectory() as scratch:
        done = bring_up(assets, _release(Path(scratch)), keep=keep, dry_run=dry_run)
    release = done.release
    removed = [str(path) for path in done.removed]
    if as_json:
        report = {"hash": release.hash, "path": str(release.path), "removed": removed}
        click.echo(json.dumps({**report, "dry_run": dry_run}))
        return
    would = "would be " if dry_run else ""
    for path in removed:
        click.echo(f"{would}removed  {path}")
    click.echo(f"{would}written  {release.path}")
    click.echo("Now set this, with the host name of your server or CDN:")
    click.echo(f"  BACKENDAI_ASSET_ROOT=//<host>/{release.hash}")


@main.command()
@click.argument(
    "path", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=PORT,
    default=8010,
    show_default=True,
    help="Port; if it is in use, a free one is chosen.",
)
@click.option("--open/--no-open", "open_browser", default=True, help="Open the page in a browser.")
@click.option("--terminal/--no-terminal", default=True, help="Show a tab with a shell.")
def demo(path: Path | None, host: str, port: int, *, open_browser: bool, terminal: bool) -> None:
    """Run Python in a page with a real kernel, and show its outputs live.

    With PATH, a notebook (.ipynb) or a saved Backend.AI result (.json), show its outputs instead.
    """
    from .demo import run

    run(path, host=host, port=port, open_browser=open_browser, terminal=terminal)


@main.command(context_settings={"ignore_unknown_options": False})
@click.argument("command", nargs=-1)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=PORT, default=8011, show_default=True, help="Port; a free one if it is taken."
)
@click.option("--open/--no-open", "open_browser", default=True, help="Open the page in a browser.")
@click.option("--readonly", is_flag=True, help="Show the command read-only.")
@click.option("--once", is_flag=True, help="Serve one session, and stop when it ends.")
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Record sessions to new files, as asciicast v3.",
)
@click.option(
    "--max-sessions",
    default=20,
    show_default=True,
    type=click.IntRange(1),
    help="Number of open terminals.",
)
@click.option(
    "--idle-timeout",
    type=click.FloatRange(0, min_open=True),
    help="Seconds without input and output after which a session ends.",
)
@click.option(
    "--cwd",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Working directory of the command.",
)
@click.option("--user", help="Drop privileges to this user after binding the port (requires root).")
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=N",
    help="Resource limit for processes, like nproc=200. Repeatable.",
)
@click.option(
    "--tls-cert",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TLS certificate (PEM).",
)
@click.option(
    "--tls-key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Key of the TLS certificate.",
)
@click.option("--behind-proxy", is_flag=True, help="A proxy terminates TLS; requires --origin.")
@click.option("--origin", help="Public origin, like https://term.example.org.")
@click.option(
    "--store", metavar="URL", help="Redis or Valkey shared by servers: redis://host:6379/0."
)
@click.option(
    "--pty-host", is_flag=True, help="Run the programs of the store's sessions; serve no page."
)
@click.option("--json-log", is_flag=True, help="Log lines of JSON.")
@click.option(
    "--metrics-token",
    envvar="BACKENDAI_TERMINAL_METRICS_TOKEN",
    help="Bearer token required for /metrics; prefer the environment variable.",
)
def terminal(command: tuple[str, ...], limits: tuple[str, ...], **options: Any) -> None:
    """Serve a terminal in the browser, by default a shell.

    The printed address works once, in one browser. Only this machine can reach the server; to
    serve others use TLS, or forward the port with ssh. The command to run follows --.
    """
    from .server.terminal.run import run
    from .server.terminal.settings import Settings

    if command:
        options["command"] = command
    run(Settings(process_limits=dict(map(_limit, limits)) or None, **options))


def _limit(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if not number.isdecimal():
        raise click.BadParameter(
            f"{text!r} is not a limit (expected e.g. nproc=200)", param_hint="--limit"
        )
    return name, int(number)


@main.command()
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: FILE.html, FILE.svg or FILE.json. Default: JSON on standard output.",
)
@click.option(
    "--revisions",
    multiple=True,
    default=["--all"],
    show_default=True,
    help="Revisions to show, as for git log: main, v1..v2, --branches. Repeatable.",
)
@click.option(
    "--max-count", type=click.IntRange(min=0), help="Maximum number of commits, newest first."
)
@click.option(
    "--max-rows",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Maximum number of commits in a page or picture.",
)
def gitgraph(
    path: Path,
    output: Path | None,
    revisions: tuple[str, ...],
    max_count: int | None,
    max_rows: int,
) -> None:
    """Draw the history of the git repository at PATH.

    The page and the picture need no script and no network; the JSON is an item for handle_all and
    the demo. Put a PATH that starts with a hyphen after --.
    """
    from .gitgraph import read
    from .gitgraph.export import write, write_json

    graph = read(path, revisions=revisions, max_count=max_count)
    if output:
        write(graph, output, max_rows=max_rows)
        click.echo(f"{output}  {len(graph.commits)} commits")
        return
    for part in write_json(graph):
        click.echo(part, nl=False)


def _release(out: Path) -> Path:
    import shutil

    from .assets import bundle
    from .build import bundle as builder
    from .build import node

    browser = builder.sources()
    if browser and (node.installed(browser) or node.find_npm()):
        return builder.build(browser, out)
    packaged = bundle()
    shutil.copytree(packaged, out / packaged.name, dirs_exist_ok=True)
    return out / packaged.name
