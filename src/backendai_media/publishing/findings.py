"""What examining a release found."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["Finding", "Report"]


class Finding(msgspec.Struct, frozen=True):
    """Something that breaks pages (`error`), or costs them something (`warning`)."""

    level: Literal["error", "warning"]
    where: str
    what: str


class Report(msgspec.Struct, frozen=True):
    """What was looked at, and what is wrong with it."""

    root: str
    hash: str
    version: str
    files: int
    findings: list[Finding]
