"""Uses programs in the page of a terminal and takes its pictures.

`docs/images/terminal-*.png` are those of the guide. With a folder as its argument also those of
programs that show the machine they run on.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, ViewportSize, sync_playwright

from backendai_media.build import bundle
from tests.browser.terminal.servers import Ours

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
PAUSE = 700  # milliseconds for a program to draw

BAR = "from tqdm import tqdm; import time; [time.sleep(.01) for _ in tqdm(range(300), ncols=70)]"
SAMPLE = '''"""Widths of characters."""


def width(text: str) -> int:
    """한국어 and emoji take two cells each: 👍🏽 🇰🇷 👩‍💻"""
    return sum(2 if ord(letter) > 0x1100 else 1 for letter in text)


for word in ("terminal", "터미널", "端末"):
    print(f"{word:>12} {width(word)}")
'''


def type_line(page: Page, text: str) -> None:
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    page.wait_for_timeout(PAUSE)


def vim(page: Page) -> None:
    type_line(page, "vim -u NONE -c 'syntax on' -c 'set number laststatus=2' widths.py")


def tmux(page: Page) -> None:
    right = "split-window -h 'ls -la --color /; exec bash --norc'"
    below = "split-window -v 'python3 widths.py; exec bash --norc'"
    type_line(page, rf"tmux -L shots -f /dev/null new-session -s work \; {right} \; {below}")


def end_tmux(page: Page) -> None:
    type_line(page, "tmux -L shots kill-server")


def leave(*keys: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(PAUSE)

    return press


Program = tuple[Callable[[Page], None], Callable[[Page], None]]
#: By the names of their pictures; these are light or dark in turn.
PUBLIC: dict[str, Program] = {
    "terminal-dark": (vim, leave("Escape", ":", "q", "!", "Enter")),
    "terminal-light": (
        lambda page: type_line(page, f"clear; python3 widths.py; {sys.executable} -c '{BAR}'"),
        leave("Control+c"),
    ),
}
OTHERS: dict[str, Program] = {
    "htop-dark": (lambda page: type_line(page, "htop -d 5"), leave("q")),
    "htop-light": (lambda page: type_line(page, "htop -d 5"), leave("q")),
    "tmux": (tmux, end_tmux),
    "less": (lambda page: type_line(page, "ls --color=always -l /usr/bin | less -R"), leave("q")),
}


def main() -> None:
    """Write a picture of each program."""
    wanted = dict.fromkeys(PUBLIC, IMAGES)
    if len(sys.argv) > 1:
        wanted |= dict.fromkeys(OTHERS, Path(sys.argv[1]))
    IMAGES.mkdir(parents=True, exist_ok=True)
    sources = bundle.sources()
    assert sources
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        Path(folder, "widths.py").write_text(SAMPLE, encoding="utf-8")
        server = Ours(
            "", "bash", "--norc", "--noprofile", release=bundle.refresh(sources), cwd=folder
        )
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = chromium.new_page(
            viewport=ViewportSize(width=860, height=480), device_scale_factor=2
        )
        page.goto(server.page)
        page.wait_for_function("() => document.activeElement.matches('textarea')")
        page.wait_for_timeout(PAUSE)
        for number, (name, target) in enumerate(wanted.items()):
            start, end = (PUBLIC | OTHERS)[name]
            page.emulate_media(color_scheme="light" if number % 2 else "dark")
            start(page)
            page.wait_for_timeout(PAUSE)
            path = target / f"{name}.png"
            page.screenshot(path=path)
            print(path)
            end(page)
        chromium.close()
        server.close()


if __name__ == "__main__":
    main()
