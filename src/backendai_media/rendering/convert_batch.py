"""Converts many files in parallel processes; a failure does not affect the others."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
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
#: Processes are replaced after so many files each, to free their memory.
MAX_FILES_PER_PROCESS = 500


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
    """Start to write all pages, and return an iterator of their outcomes as they finish.

    `processes` is the number of parallel processes; 0: one per processor. The iterator raises
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
        return (_convert_one(job, here) for job in jobs)
    size = count * MAX_FILES_PER_PROCESS
    first, *others = (jobs[start : start + size] for start in range(0, len(jobs), size))
    return _outcomes(_Batch(first, settings, count), others)


def _outcomes(first: _Batch, others: Iterable[Sequence[Job]]) -> Iterator[Outcome]:
    yield from first.outcomes()
    lost = first.lost
    for jobs in others:
        batch = _Batch(jobs, first.settings, first.count)
        yield from batch.outcomes()
        lost += batch.lost
    # A process died: run each remaining file in a process of its own to find the culprit.
    for job in lost:
        alone = _Batch([job], first.settings, 1)
        yield from alone.outcomes()
        if alone.lost:
            yield Outcome(*job, f"{job[0]}: its process ended early (too long or too large?)")


class _Batch:
    """Files that are converted by the same processes, which start at once."""

    def __init__(self, jobs: Sequence[Job], settings: Settings, count: int) -> None:
        self.settings = settings
        self.count = count
        #: What is not done since a process died.
        self.lost: list[Job] = []
        self._queue = iter(jobs)
        self._running: dict[Future[Outcome], Job] = {}
        # They are given once: for each file, those of many files would take long to send.
        self._pool = ProcessPoolExecutor(
            count, multiprocessing.get_context(_start_method()), _begin, (_convert_one, settings)
        )
        self._submit()

    def _submit(self) -> None:
        # Only a few in advance, so that little is lost if a process dies.
        while len(self._running) < 2 * self.count and (job := next(self._queue, None)):
            try:
                self._running[self._pool.submit(_next, job)] = job
            except BrokenProcessPool:
                self.lost.append(job)
                raise

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the outcomes; if a process dies, the unfinished jobs go into `lost`."""
        with self._pool:
            try:
                while self._running:
                    for future in wait(self._running, return_when=FIRST_COMPLETED).done:
                        outcome = future.result()
                        del self._running[future]
                        yield outcome
                    self._submit()
            except BrokenProcessPool:
                self.lost += [*self._running.values(), *self._queue]


#: In a process of a batch, what converts a file.
_converter: Callable[[Job], Outcome]


def _begin(convert_one: Callable[[Job, Settings], Outcome], settings: Settings) -> None:
    global _converter  # noqa: PLW0603 - one for each process
    _converter = lambda job: convert_one(job, settings)  # noqa: E731


def _next(job: Job) -> Outcome:
    return _converter(job)


def _start_method() -> str:
    """Return how processes start.

    Forked ones are there at once, with all modules; but locks that other threads hold would never
    be released in them, and some libraries of macOS do not work there.
    """
    is_alone = sys.platform == "linux" and threading.active_count() == 1
    return "fork" if is_alone else "spawn"


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
