"""Converts many files in parallel processes; a failure does not affect the others."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import BackendAIMediaError, MissingExtraError
from .convert_files import STANDARD, Settings, write_page
from .other_pages import known_by
from .process_limits import limited

__all__ = ["STANDARD", "Outcome", "Settings", "convert", "targets"]

#: Total size from which starting processes pays off, and memory is limited.
MIN_PARALLEL_BYTES = 2_000_000
#: A process is replaced after this many files, to free its memory.
MAX_FILES_PER_PROCESS = 100


@dataclass(frozen=True)
class Outcome:
    """The result for one file; `error` is empty on success, `missing` is what its page lacks."""

    source: Path
    target: Path
    error: str = ""
    missing: Sequence[str] = ()


Job = tuple[Path, Path]


def targets(sources: Sequence[Path], directory: Path, form: str = "html") -> list[Job]:
    """Return each file with what is made of it in `directory`, in the same folder structure."""
    named = [
        Path("stdin.json") if one == STANDARD else Path(os.path.normpath(one)) for one in sources
    ]
    try:
        top = Path(os.path.commonpath([path.absolute().parent for path in named]))
    except ValueError:  # on several drives
        top = None
    seen: set[Path] = set()
    jobs = []
    for source, path in zip(sources, named, strict=True):
        inside = path.absolute().relative_to(top) if top else Path(path.name)
        page = inside.with_suffix(f".{form}")
        if page in seen:
            page = inside.with_name(f"{inside.name}.{form}")
        number = 2
        while page in seen:
            page = inside.with_name(f"{inside.name}-{number}.{form}")
            number += 1
        seen.add(page)
        jobs.append((source, directory / page))
    return jobs


def convert(jobs: Sequence[Job], settings: Settings, processes: int = 0) -> Iterator[Outcome]:
    """Write all pages, and yield their outcomes as they finish.

    `processes` is the number of parallel processes; 0: one per processor. Raises
    `MissingExtraError` if a package is missing.
    """
    sizes = (source.stat().st_size for source, _ in jobs if source.is_file())
    pages = {known_by(source): target for source, target in jobs if source.suffix == ".ipynb"}
    if STANDARD not in (target for _, target in jobs):
        settings = replace(settings, pages=pages)
    count = min(processes or os.cpu_count() or 1, len(jobs))
    is_small = sum(sizes) < MIN_PARALLEL_BYTES
    if (is_small and (count < 2 or not processes)) or jobs[0][0] == STANDARD:
        # Small files need little memory; this process could not go on without more.
        here = replace(settings, megabytes=0)
        yield from (_convert_one(job, here) for job in jobs)
        return
    lost: list[Job] = []
    yield from _convert_many(jobs, settings, count, lost)
    # A process died: run each remaining file in a process of its own to find the culprit.
    for job in lost:
        alone: list[Job] = []
        yield from _convert_many([job], settings, 1, alone)
        if alone:
            yield Outcome(*job, f"{job[0]}: its process ended early (too long or too large?)")


def _convert_many(
    jobs: Sequence[Job], settings: Settings, count: int, lost: list[Job]
) -> Iterator[Outcome]:
    """Write pages in `count` processes; if one dies, the unfinished jobs go into `lost`."""
    queue = iter(jobs)
    running: dict[Future[Outcome], Job] = {}
    # Not forked: locks held by other threads of this process would never be released.
    pool = ProcessPoolExecutor(
        count, multiprocessing.get_context("spawn"), max_tasks_per_child=MAX_FILES_PER_PROCESS
    )
    with pool:
        try:
            while True:
                # Only a few in advance, so that little is lost if a process dies.
                while len(running) < 2 * count and (job := next(queue, None)):
                    running[pool.submit(_convert_one, job, settings)] = job
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    outcome = future.result()
                    del running[future]
                    yield outcome
        except BrokenProcessPool:
            lost += [*running.values(), *queue]


def _convert_one(job: Job, settings: Settings) -> Outcome:
    source, target = job
    try:
        with limited(settings.seconds, settings.megabytes):
            missing = write_page(source, target, settings)
    except MissingExtraError:
        raise
    except BackendAIMediaError as error:
        message = str(error)
        return Outcome(
            source, target, message if str(source) in message else f"{source}: {message}"
        )
    except MemoryError:
        return Outcome(source, target, f"{source}: more than {settings.megabytes} MiB are needed")
    except Exception as error:  # noqa: BLE001 - one broken file must not stop the others
        return Outcome(source, target, f"{source}: {type(error).__name__}: {error}")
    return Outcome(source, target, missing=missing)
