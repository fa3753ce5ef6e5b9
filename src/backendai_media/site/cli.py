"""The command `site`."""

from __future__ import annotations

from pathlib import Path

import click

from .._imports import requires_extra

__all__ = ["site"]


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory of the site.",
)
@click.option(
    "-r",
    "--requirement",
    "requirements",
    multiple=True,
    metavar="FILE|NAME",
    help="Package for the pages' Python, or a requirements file. Repeatable.",
)
@click.option(
    "--run/--no-run",
    default=True,
    help="Run the cells of Markdown pages now, too.",
)
@click.option(
    "--time-limit",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="Seconds that running the cells of a page may take.",
)
@click.option(
    "--theme", type=click.Choice(["light", "dark"]), help="Default: the reader's setting."
)
@click.option("--language", metavar="TAG", help="Language of the pages: de, en, ja or ko.")
def site(  # noqa: PLR0913 - options
    *,
    source: Path,
    output: Path,
    requirements: tuple[str, ...],
    run: bool,
    time_limit: float,
    theme: str | None,
    language: str | None,
) -> None:
    """Write a static site whose pages run Python in the browser.

    SOURCE is a Markdown file (.md), a notebook (.ipynb), a program (.py), or a directory of pages
    and what belongs to them. Any web server can serve the site, and its pages can be opened as
    files. Needs pip install 'backendai-media[site]', and npm.
    """
    with requires_extra("site"):
        from .build import Settings, build_site
    from ..assets import bundle
    from ..build import bundle as builder

    settings = Settings(
        requirements=tuple(_lines(requirements)),
        run=run,
        seconds=time_limit,
        theme=theme,
        language=language,
    )
    browser = builder.sources()
    release = builder.refresh(browser) if browser else bundle()

    def tell(text: str) -> None:
        click.echo(f"· {text}", err=True)

    for page in build_site(source, output, release, settings, tell):
        click.echo(str(page))


def _lines(requirements: tuple[str, ...]) -> list[str]:
    """Return the requirements, of files line by line."""
    lines: list[str] = []
    for one in requirements:
        path = Path(one)
        if not path.is_file():
            lines.append(one)
            continue
        joined = path.read_text(encoding="utf-8").replace("\\\n", " ")
        lines += [line for line in map(str.strip, joined.splitlines()) if line[:1] not in ("", "#")]
    return lines
