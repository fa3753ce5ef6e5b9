"""The commands `upload`, `rollback` and `doctor`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import BackendAIMediaError

if TYPE_CHECKING:
    from .publish import Action, ActionCallback, Published

_DESTINATION = click.argument("destination", metavar="DEST")
_ENDPOINT = click.option(
    "--endpoint-url", metavar="URL", help="URL of an S3-compatible store other than AWS."
)
_COMPRESS = click.option(
    "--compress/--no-compress",
    default=True,
    help="Compress text with gzip (in a directory: add .gz and .br files), or not.",
)
_DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Show what would be done, without doing it."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.command()
@_DESTINATION
@click.option(
    "--assets",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="A release, or a directory of releases. Default: ./assets if it has one, else the "
    "package's own bundle.",
)
@_ENDPOINT
@_COMPRESS
@click.option("--force", is_flag=True, help="Overwrite existing objects, headers included.")
@click.option("--prune", is_flag=True, help="Then delete releases that were replaced.")
@click.option(
    "--grace",
    default="7d",
    show_default=True,
    help="With --prune: how long a replaced release is kept: 7d, 12h, 30m or 0.",
)
@click.option(
    "--configure-cors", is_flag=True, help="Allow every origin in the bucket's CORS (needs boto3)."
)
@_DRY_RUN
@_JSON
def upload(  # noqa: PLR0913 - options
    destination: str,
    assets: Path | None,
    endpoint_url: str | None,
    grace: str,
    *,
    compress: bool,
    force: bool,
    prune: bool,
    configure_cors: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Publish a release to object storage or a directory.

    \b
    DEST is  s3://bucket/prefix   AWS, or with --endpoint-url any S3-compatible store
             gs://bucket/prefix   Google Cloud Storage
             az://container/prefix   Azure
             a directory          that a web server serves

    Chunks are written first, then js/main.min.js, and latest.json last, so that visitors never see
    an incomplete release. Existing objects are skipped, so an interrupted upload can be resumed.
    Credentials come from the environment variables and files that the store's own tools use.

    \b
    Pages use  <public URL of DEST>/<hash>/js/main.min.js   cached permanently
           or  <public URL of DEST>/latest/js/main.min.js   the current release

    Exit codes: 0 published, 1 not published (the current release is unchanged), 2 wrong usage.
    """  # noqa: D301 - this backslash is click's
    from . import prune as pruning
    from .destination import open_store
    from .dry_run import DryRun
    from .object_store import ObjectStore
    from .publish import find_release
    from .publish import upload as publish
    from .release_objects import count_objects

    time_left = pruning.parse_grace(grace)
    release = find_release(assets)
    store = open_store(destination, endpoint_url, compress=compress)
    if configure_cors and not dry_run:
        from . import cors

        cors.configure(destination, endpoint_url)
    if not as_json:
        click.echo(f"{release.path} ({release.manifest.version}) → {store.address}")
    target = DryRun(store) if dry_run else store
    with _shown(count_objects(release, store.packing), dry_run=dry_run, quiet=as_json) as on_action:
        done = publish(target, release, force=force, on_action=on_action)
        deleted = pruning.prune(target, time_left, on_action=on_action) if prune else []
    wrote = any(action.do == "write" for action in done.actions)
    problem = None
    if isinstance(store, ObjectStore) and not dry_run and (wrote or configure_cors):
        from . import cors

        try:
            problem = cors.check(store, f"{release.hash}/manifest.json")
        except BackendAIMediaError as error:
            problem = f"the bucket's CORS could not be checked: {error}"
    _report(done, deleted, problem, dry_run=dry_run, as_json=as_json)


@click.command()
@click.argument("release_hash", metavar="HASH")
@_DESTINATION
@_ENDPOINT
@_COMPRESS
@_DRY_RUN
@_JSON
def rollback(  # noqa: PLR0913 - options
    release_hash: str,
    destination: str,
    endpoint_url: str | None,
    *,
    compress: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make an earlier release at DEST the current one again.

    All its files are read and verified first; if one is missing or differs, nothing changes.
    latest.json lists the hashes of earlier releases. Pages that name a hash keep using it.

    Exit codes: 0 done, 1 nothing changed, 2 wrong usage.
    """
    from .destination import open_store
    from .dry_run import DryRun
    from .publish import rollback as roll_back

    store = open_store(destination, endpoint_url, compress=compress)
    target = DryRun(store) if dry_run else store
    with _shown(2, dry_run=dry_run, quiet=as_json) as on_action:
        done = roll_back(target, release_hash, on_action=on_action)
    _report(done, [], None, dry_run=dry_run, as_json=as_json)


@click.command()
@click.argument("url")
@click.option(
    "--page", metavar="URL", help="A page that uses the release: check its CSP and COEP too."
)
@_JSON
def doctor(url: str, page: str | None, *, as_json: bool) -> None:
    """Check a deployed release for problems.

    URL is an asset root (https://assets.example.com/<hash>), its js/main.min.js, or a prefix with a
    latest.json. Every file of the manifest is fetched, and its content, type, CORS, caching and
    compression are checked.

    Exit codes: 0 no errors (there may be warnings), 1 errors, 2 wrong usage.
    """
    from .doctor import examine

    report = examine(url, page)
    errors = sum(one.level == "error" for one in report.findings)
    if as_json:
        _print_json(report)
    else:
        for one in report.findings:
            click.echo(f"{one.level:8} {one.where}: {one.what}")
        warnings = len(report.findings) - errors
        click.echo(
            f"{report.root} ({report.version}): {report.files} files, "
            f"{errors} errors, {warnings} warnings"
        )
    if errors:
        sys.exit(1)


@contextmanager
def _shown(total: int, *, dry_run: bool, quiet: bool) -> Iterator[ActionCallback]:
    """Yield a callback that prints actions, and shows a progress bar on a terminal."""
    lines = None if quiet else _line(dry_run=dry_run)
    if quiet or dry_run or not sys.stderr.isatty():
        yield lines or (lambda _: None)
        return
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    except ImportError:
        yield lines or (lambda _: None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("publishing", total=total)

        def on_action(action: Action) -> None:
            progress.update(task, advance=1, description=action.name.split("/")[-1])

        yield on_action


def _line(*, dry_run: bool) -> Callable[[Action], None]:
    def show(action: Action) -> None:
        if action.do != "skip":
            verb = f"would {action.do}" if dry_run else action.do
            click.echo(f"  {verb}  {action.name}  ({action.reason}; {action.bytes:,} bytes)")

    return show


def _report(
    done: Published,
    deleted: list[Action],
    problem: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Print what was done, and a problem with the bucket's CORS to standard error."""
    actions = [*done.actions, *deleted]
    if as_json:
        _print_json({**_fields(done), "actions": actions, "cors": problem, "dry_run": dry_run})
    else:
        counts = {do: sum(one.do == do for one in actions) for do in ("write", "skip", "delete")}
        would = "would be " if dry_run else ""
        summary = "written {write}, skipped {skip}, deleted {delete}".format_map(counts)
        click.echo(f"{would}{summary}")
        was = f" (was {done.previous})" if done.previous not in (None, done.hash) else ""
        click.echo(f"current release: {done.hash}{was}")
        place = f"<public URL of {done.destination}>"
        click.echo(f"BACKENDAI_ASSET_ROOT={place}/{done.hash}")
    if problem:
        click.echo(f"Warning: {problem}", err=True)


def _fields(done: Published) -> dict[str, object]:
    import msgspec

    return msgspec.structs.asdict(done)


def _print_json(value: object) -> None:
    import msgspec

    click.echo(msgspec.json.encode(value))
