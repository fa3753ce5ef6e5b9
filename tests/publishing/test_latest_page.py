"""A page that names no hash, in a browser."""

from __future__ import annotations

import shutil

from playwright.sync_api import Request, sync_playwright

from backendai_media import assets
from backendai_media.assets.release import read
from backendai_media.publishing import publish
from backendai_media.publishing.object_store import ObjectStore

from .s3 import S3

PAGE = """<!doctype html>
<script>SETTING</script>
<script src="latest/js/main.min.js"></script>
<div id="out"></div>
"""
SHOW = """() => BackendAI.Media.handle_all(
    [["text/html", "<b>bold</b>"], ["stdout", "text"]], "one", document.getElementById("out"))"""


def test_chunks_come_from_the_release_itself(s3: S3, place: str, bucket: ObjectStore) -> None:
    release = read(assets.bundle())
    publish.upload(bucket, release)
    settings = {"plain": "", "root": "window.BackendAI = {assetRoot: 'latest/'}"}
    for name, setting in settings.items():
        text = PAGE.replace("SETTING", setting)
        bucket.put(f"{name}.html", text.encode(), {"Content-Type": "text/html"})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name in settings:
            page = browser.new_page()
            asked: list[str] = []

            def note(request: Request, asked: list[str] = asked) -> None:
                asked.append(request.url)

            page.on("request", note)
            page.goto(s3.url(f"{place}/{name}.html"))
            report = page.evaluate(SHOW)
            assert (report["rendered"], report["failed"]) == (2, []), asked
            assert page.inner_text("#out b") == "bold"
            scripts = {url.removeprefix(s3.url(place)) for url in asked if url.endswith(".js")}
            assert scripts >= {"/latest/js/main.min.js", f"/{release.hash}/js/html.js"}
            assert [url for url in scripts if "/latest/" in url] == ["/latest/js/main.min.js"]
        browser.close()
