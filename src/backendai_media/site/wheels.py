"""Wheels for the kernel: pure Python, or WebAssembly, of the index that pip is set up for."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from email.parser import HeaderParser
from pathlib import Path

from .._imports import requires_extra
from ..errors import SiteError

with requires_extra("site"):
    from packaging.markers import default_environment
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name, parse_wheel_filename

__all__ = ["resolve"]

_MISSING = re.compile(r"No matching distribution found|satisfies the requirement")
_PIP = [sys.executable, "-m", "pip"]


def resolve(
    requirements: Iterable[str], folder: Path, *, python: str, platform: str, present: Iterable[str]
) -> list[Path]:
    """Download wheels of `requirements`, and of what these need, to `folder`; return them.

    A requirement is a line of a requirements file, and may have hashes. `present` are the names of
    packages that the kernel has anyway. Raises `SiteError` that names each package without a wheel
    for the kernel, and the reason.
    """
    wanted = dict(_named(line) for line in requirements)
    environment = _environment(python)
    found: dict[str, Path] = {}
    asked: dict[str, str] = {}
    known = {canonicalize_name(name) for name in present}
    # Each round fetches what the last one's wheels need. What is asked for again, by another
    # range of versions, is fetched again by both.
    while changed := {name: line for name, line in wanted.items() if asked.get(name) != line}:
        asked.update(changed)
        found.update(_download(changed, folder, python, platform))
        for name in changed:
            for need in _needs(found[name], _extras(wanted[name]), environment):
                key = canonicalize_name(need.name)
                if key not in known:
                    wanted[key] = _both(wanted.get(key), need)
    return [found[name] for name in sorted(found)]


def _named(line: str) -> tuple[str, str]:
    """Return a requirement by its name."""
    text = line.partition(" --hash")[0].partition(" #")[0].strip()
    try:
        return canonicalize_name(Requirement(text).name), line
    except InvalidRequirement as error:
        raise SiteError(f"{line!r} is not a requirement of a package: {error}") from None


def _both(line: str | None, need: Requirement) -> str:
    """Return a requirement that is met where both are."""
    need.marker = None
    if line is None:
        return str(need)
    text, hashes, rest = line.partition(" --hash")
    have = Requirement(text)
    have.specifier &= need.specifier
    have.extras |= need.extras
    return f"{have}{hashes}{rest}"


def _extras(line: str) -> set[str]:
    return Requirement(line.partition(" --hash")[0].partition(" #")[0]).extras


def _environment(python: str) -> dict[str, str]:
    """Return what markers of requirements mean in the kernel."""
    return {
        **{key: str(value) for key, value in default_environment().items()},
        "os_name": "posix",
        "sys_platform": "emscripten",
        "platform_system": "Emscripten",
        "platform_machine": "wasm32",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.0",
    }


def _needs(wheel: Path, extras: set[str], environment: Mapping[str, str]) -> Iterable[Requirement]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        about = HeaderParser().parsestr(archive.read(name).decode())
    for text in about.get_all("Requires-Dist", []):
        need = Requirement(text)
        asked = [{**environment, "extra": extra} for extra in (extras or {""})]
        if need.marker is None or any(map(need.marker.evaluate, asked)):
            yield need


def _download(
    lines: Mapping[str, str], folder: Path, python: str, platform: str
) -> dict[str, Path]:
    """Download one wheel for each line; return them by the names of the lines."""
    found, reasons = {}, []
    for name, line in sorted(lines.items()):
        place = folder / name
        for old in place.glob("*.whl"):
            old.unlink()
        place.mkdir(parents=True, exist_ok=True)
        (place / "wanted.txt").write_text(f"{line}\n", encoding="utf-8")
        abi = "cp" + python.replace(".", "")
        options = ["--no-deps", "--only-binary=:all:", "--platform", platform, "--quiet"]
        options += ["--implementation", "cp", "--python-version", python, "--abi", abi]
        options += ["--abi", "abi3", "--abi", "none", "--disable-pip-version-check"]
        command = [*_PIP, "download", *options, "-d", str(place), "-r", str(place / "wanted.txt")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        wheels = list(place.glob("*.whl"))
        if done.returncode or len(wheels) != 1:
            reasons.append(f"{line}: {_reason(done.stderr, platform)}")
            continue
        if canonicalize_name(parse_wheel_filename(wheels[0].name)[0]) != name:
            raise SiteError(f"{line}: {wheels[0].name} is another package")
        found[name] = wheels[0]
    if reasons:
        raise SiteError("\n".join(["These packages cannot be had for the kernel:", *reasons]))
    return found


def _reason(output: str, platform: str) -> str:
    if "No module named pip" in output:
        return "pip is missing; install it into this environment"
    if _MISSING.search(output):
        return (
            "the package index has no wheel of such a version that is pure Python or for "
            f"WebAssembly ({platform})"
        )
    lines = [line for line in output.splitlines() if line.strip()]
    return lines[-1].removeprefix("ERROR: ") if lines else "pip found none"
