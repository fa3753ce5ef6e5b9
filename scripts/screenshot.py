"""Runs two examples in the real playground and takes its picture, light and dark."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
EXAMPLES = ("progress", "styler")
CODE = """\
walks = pd.DataFrame(rng.normal(size=(300, 3)).cumsum(axis=0), columns=["one", "two", "three"])
walks.plot(figsize=(8.4, 2.5), title="Three walks");"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def play(page: Page) -> None:
    """Run examples, then code of our own."""
    page.locator(".status[data-state=idle]").wait_for()
    for count, name in enumerate(EXAMPLES, 1):
        page.locator(f"[data-example={name}]").click()
        page.locator(".run[data-state=ok]").nth(count - 1).wait_for()
    page.get_by_role("textbox", name="Python code").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(CODE)
    page.keyboard.press("ControlOrMeta+Enter")
    page.locator(".run img").wait_for()
    page.mouse.move(0, 0)


def main() -> None:
    """Write `demo-light.png` and `demo-dark.png`."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "backendai_media", "demo", "--no-open", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        if not found:
            sys.exit("The playground did not start.")
        try:
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=FLAGS
                )
                size = ViewportSize(width=1200, height=940)
                page = chromium.new_page(viewport=size, device_scale_factor=2)
                page.goto(found.group())
                play(page)
                for theme in ("light", "dark"):
                    page.emulate_media(color_scheme=theme)
                    page.wait_for_timeout(500)
                    path = IMAGES / f"demo-{theme}.png"
                    page.screenshot(path=path)
                    print(path)
                chromium.close()
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
