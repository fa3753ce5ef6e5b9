"""A job that ends its process. A module of its own, so that a new process has little to import."""

import os
from pathlib import Path

from backendai_media.rendering.convert_batch import Outcome, Settings


def one(job: tuple[Path, Path], settings: Settings) -> Outcome:
    if job[0].name == "b.json":
        os._exit(1)
    return Outcome(*job)
