"""Makes the pictures in docs/images from the real pages, whole pages in light and dark.

The playground runs its examples on a real kernel, the page of the terminal real programs.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from type_pictures import take_types
from widget_pictures import take_widgets

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
THEMES = ("light", "dark")
#: Milliseconds for a program to draw, or a page to change its theme.
PAUSE = 700

#: Pictures of one output: their name → the example of the gallery that makes it.
OUTPUTS = {
    "chart": "altair_chart",
    "json": "json_tree",
    "map": "isobars",
    "markdown": "markdown",
    "table": "table",
}
PLAYGROUND = """\
walks = pd.DataFrame(rng.normal(size=(300, 3)).cumsum(axis=0), columns=["one", "two", "three"])
walks.plot(figsize=(8.4, 2.5), title="Three walks");"""

BAR = "from tqdm import tqdm; import time; [time.sleep(.01) for _ in tqdm(range(300), ncols=70)]"
SAMPLE = '''"""Widths of characters."""


def width(text: str) -> int:
    """한국어 and emoji take two cells each: 👍🏽 🇰🇷 👩‍💻"""
    return sum(2 if ord(letter) > 0x1100 else 1 for letter in text)


for word in ("terminal", "터미널", "端末"):
    print(f"{word:>12} {width(word)}")
'''


def new_page(browser: Browser, width: int, height: int) -> Page:
    size = ViewportSize(width=width, height=height)
    return browser.new_page(viewport=size, device_scale_factor=2)


def take(page: Page, name: str, themes: tuple[str, ...] = THEMES, selector: str = "") -> None:
    """Take the picture in each theme; of one element where `selector` names it."""
    for theme in themes:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.wait_for_timeout(PAUSE)
        path = IMAGES / f"{name}-{theme}.png"
        (page.locator(selector).first if selector else page).screenshot(path=path)
        print(path.relative_to(ROOT), flush=True)


@contextmanager
def playground(*arguments: str) -> Iterator[str]:
    """Run the playground, and yield an address that opens it once."""
    command = [sys.executable, "-m", "backendai_media", "demo", "--no-open", "--port", "0"]
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            found = re.search(r"http://\S+", server.stdout.readline())
            if not found:
                sys.exit("The playground did not start.")
            yield found.group()
        finally:
            server.terminate()


def run_example(page: Page, name: str, count: int) -> None:
    page.locator(f"[data-example={name}]").click()
    page.locator(".run[data-state=ok]").nth(count - 1).wait_for(timeout=60_000)


def take_playground(browser: Browser) -> None:
    """Take the picture of README: two examples, then code that someone has typed."""
    with playground() as address:
        page = new_page(browser, 1200, 940)
        page.goto(address)
        page.locator(".status[data-state=idle]").wait_for()
        for count, name in enumerate(("progress", "styler"), 1):
            run_example(page, name, count)
        page.get_by_role("textbox", name="Python code").click()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.press("Delete")
        page.keyboard.insert_text(PLAYGROUND)
        page.keyboard.press("ControlOrMeta+Enter")
        page.locator(".run img").wait_for()
        page.mouse.move(0, 0)
        take(page, "demo")


def take_outputs(browser: Browser, names: list[str]) -> None:
    """Take pictures of single outputs of the gallery."""
    with playground() as address:
        page = new_page(browser, 1200, 900)
        page.goto(address)
        page.locator(".status[data-state=idle]").wait_for()
        for count, name in enumerate(names, 1):
            run_example(page, OUTPUTS[name], count)
            page.mouse.move(0, 0)
            page.wait_for_timeout(4 * PAUSE)  # charts load their library, drawings move
            take(page, name, ("light",), ".run .backendai-output")
        page.close()


def type_line(page: Page, text: str) -> None:
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    page.wait_for_timeout(PAUSE)


def take_terminal(browser: Browser) -> None:
    """Take pictures of an editor, dark, and of a program's output, light."""
    sys.path.insert(0, str(ROOT))
    from backendai_media.build import bundle
    from tests.browser.terminal.servers import Ours

    sources = bundle.sources()
    assert sources
    programs: dict[str, tuple[str, list[str]]] = {
        "dark": (
            "vim -u NONE -c 'syntax on' -c 'set number laststatus=2' widths.py",
            ["Escape", ":", "q", "!", "Enter"],
        ),
        "light": (f"clear; python3 widths.py; {sys.executable} -c '{BAR}'", ["Control+c"]),
    }
    with TemporaryDirectory() as folder:
        Path(folder, "widths.py").write_text(SAMPLE, encoding="utf-8")
        release = bundle.refresh(sources)
        server = Ours("", "bash", "--norc", "--noprofile", release=release, cwd=folder)
        page = new_page(browser, 860, 480)
        page.goto(server.page)
        page.wait_for_function("() => document.activeElement.matches('textarea')")
        page.wait_for_timeout(PAUSE)
        for theme, (command, leave) in programs.items():
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            type_line(page, command)
            path = IMAGES / f"terminal-{theme}.png"
            page.screenshot(path=path)
            print(path.relative_to(ROOT), flush=True)
            for key in leave:
                page.keyboard.press(key)
            page.wait_for_timeout(PAUSE)
        server.close()


def main() -> None:
    whole: dict[str, Callable[[Browser], None]] = {
        "demo": take_playground,
        "terminal": take_terminal,
    }
    names = [*whole, *OUTPUTS, "types", "widgets"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(names))
    wanted = parser.parse_args().names or names
    if unknown := set(wanted) - set(names):
        parser.error(f"unknown pictures: {' '.join(sorted(unknown))}")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name in wanted:
            if name in whole:
                whole[name](chromium)
        if outputs := [name for name in wanted if name in OUTPUTS]:
            take_outputs(chromium, outputs)
        chromium.close()
    if "types" in wanted:
        take_types()
    if "widgets" in wanted:
        take_widgets()


if __name__ == "__main__":
    main()
