"""The command `render`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .._imports import requires_extra
from ..errors import BackendAIMediaError

if TYPE_CHECKING:
    from .convert_batch import Outcome

__all__ = ["render"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Page (FILE.html, .eml or .pdf) or directory to write. Default: standard output.",
)
@click.option("--standalone", is_flag=True, help="Embed everything: no scripts, no network access.")
@click.option("--mail", "form", flag_value="eml", help="Write mails (.eml) for mail programs.")
@click.option("--pdf", "form", flag_value="pdf", help="Write PDFs, printed by a Chromium.")
@click.option(
    "--browser",
    envvar="BACKENDAI_BROWSER",
    metavar="PATH",
    help="Chromium, Chrome or Edge for --pdf. Default: one that is installed.",
)
@click.option(
    "--images",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write raster images into this directory instead of embedding them.",
)
@click.option(
    "--asset-root",
    envvar="BACKENDAI_ASSET_ROOT",
    metavar="URL",
    help="URL of a release whose script makes the page interactive.",
)
@click.option(
    "--theme", type=click.Choice(["light", "dark"]), help="Default: the reader's setting."
)
@click.option(
    "--host",
    "hosts",
    multiple=True,
    help="Host that HTML outputs may load images from. Repeatable.",
)
@click.option(
    "--language",
    metavar="TAG",
    help="Language of interface texts: de, en, ja or ko. Default: en.",
)
@click.option(
    "--jobs",
    default=0,
    type=click.IntRange(0),
    help="Number of processes. Default: one per processor.",
)
@click.option(
    "--time-limit",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0),
    help="Seconds of processor time for a file; then items are replaced by notices. 0: no limit.",
)
@click.option(
    "--memory-limit",
    default=4096,
    show_default=True,
    type=click.IntRange(0),
    help="Memory for a file, in MiB. 0: no limit.",
)
def render(  # noqa: PLR0913 - options
    *,
    files: tuple[Path, ...],
    output: Path | None,
    images: Path | None,
    asset_root: str | None,
    theme: str | None,
    hosts: tuple[str, ...],
    language: str | None,
    jobs: int,
    time_limit: float,
    memory_limit: int,
    standalone: bool,
    form: str | None,
    browser: str | None,
) -> None:
    """Write saved results, mimebundles and notebooks as static pages, mails or PDFs.

    FILES are .ipynb or .json files, directories of notebooks, or - for standard input. Pages
    contain no scripts and everything they need, except images with --images; with --asset-root
    they load the script there, which makes them interactive. With --mail or --pdf everything is in
    the file.
    """
    with requires_extra("render"):
        from .convert_batch import STANDARD, Settings, convert, targets
    sources = list(_expanded(files))
    form = form or "html"
    if standalone or form != "html":
        images = asset_root = None
    settings = Settings(
        theme,
        hosts,
        images,
        asset_root,
        language,
        form=form,
        browser=_browser(browser) if form == "pdf" else None,
        standalone=standalone,
        seconds=time_limit,
        megabytes=memory_limit,
    )
    if output is None and len(sources) > 1:
        raise click.UsageError("Several files need a directory to write to: -o DIR")
    if len(sources) == 1 and (output is None or output == STANDARD or _is_page(output, form)):
        pairs = [(sources[0], output or STANDARD)]
    elif output and _is_page(output, form):
        raise click.UsageError(
            f"{output} is a single page, but there are {len(sources)} files; pass a directory"
        )
    else:
        pairs = targets(sources, output or Path(), form)
    failed = 0
    for done in _watched(convert(pairs, settings, jobs), len(pairs)):
        for missing in done.missing:
            click.echo(f"Not embedded: {missing}", err=True)
        if done.error:
            failed += 1
            click.echo(f"Error: {done.error}", err=True)
        elif done.target != STANDARD:
            click.echo(str(done.target))
    if failed:
        click.echo(f"{failed} of {len(pairs)} failed", err=True)
        raise SystemExit(1)


def _is_page(path: Path, form: str) -> bool:
    suffixes = {".html", ".htm"} if form == "html" else {f".{form}"}
    return path.suffix.lower() in suffixes and not path.is_dir()


def _browser(given: str | None) -> str:
    """Return the browser that prints; without one, nothing is begun."""
    from .pdf import find_browser

    try:
        return find_browser(given)
    except BackendAIMediaError as error:
        raise click.ClickException(str(error)) from None


def _expanded(files: Iterable[Path]) -> Iterator[Path]:
    for file in files:
        if not file.is_dir():
            yield file
            continue
        found = sorted(file.rglob("*.ipynb"))
        yield from (one for one in found if ".ipynb_checkpoints" not in one.parts)


def _watched(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """Yield outcomes, with a progress bar on a terminal if `rich` is installed."""
    if total < 3 or not sys.stderr.isatty() or find_spec("rich") is None:
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(outcomes, "Rendering", total, console=console, transient=True)
