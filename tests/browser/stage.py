"""A test page with the script on it, in one engine."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from .engines import Engine, Json
from .server import Site

HERE = Path(__file__).parent

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<script src="{probe}"></script>
{head}
</head><body>{body}</body></html>
"""

BODY = '<main><h1>A page</h1><div id="out"></div></main>'

# What the library promises to work under: nothing but listed hosts, and one Trusted Types policy.
STRICT = (
    "default-src 'none'; script-src {probe} {assets}/; img-src data:; "
    "require-trusted-types-for 'script'; trusted-types backendai-media"
)


@dataclass
class Stage:
    """Opens pages of `site` whose script comes from `root`, on another origin."""

    engine: Engine
    site: Site
    assets: Site
    root: str

    def open(
        self, *, head: str | None = None, body: str = BODY, name: str = "page.html", **headers: str
    ) -> None:
        probe = f"{self.site.url}/probe.js"
        script = f'<script src="{self.root}/js/main.min.js"></script>'
        text = PAGE.format(probe=probe, head=script if head is None else head, body=body)
        self.engine.open(self.site.page(name, text, **headers))

    def open_strict(self, **kwargs: str) -> None:
        """Under a strict policy, with Trusted Types enforced."""
        policy = STRICT.format(probe=f"{self.site.url}/probe.js", assets=self.root)
        self.open(Content_Security_Policy=policy, **kwargs)

    def js(self, function: str, *args: Json) -> Json:
        return self.engine.evaluate(function, *args)

    def handle_all(self, value: Json, result: str = "r", **options: Json) -> Json:
        """→ the report."""
        call = "(v, id, o) => BackendAI.Media.handle_all(v, id, document.querySelector('#out'), o)"
        return self.js(call, value, result, options)

    def handle(self, value: Json, result: str = "r") -> Json:
        call = "(v, id) => BackendAI.Media.handle(v, id, document.querySelector('#out'))"
        return self.js(call, value, result)

    def items(self, selector: str = "#out") -> list[tuple[str, str]]:
        """`data-type` and text of each item in the element."""
        found = self.js("s => __probe.items(document.querySelector(s))", selector)
        return [(kind, text) for kind, text in found]

    def types(self) -> list[str]:
        return [kind for kind, _ in self.items()]

    def text(self) -> str:
        return "\n".join(text for _, text in self.items())

    def probe(self, name: str) -> list[str]:
        """`errors`, `violations` or `calls` since the page was opened."""
        found: list[str] = self.js("name => __probe[name]", name)
        return found

    def wait(self, condition: str, *args: Json, seconds: float = 30) -> None:
        """Until the JavaScript function expression gives something true."""
        loop = f"""async (ms, ...args) => {{
          for (const end = performance.now() + ms; !(await ({condition})(...args)); ) {{
            if (performance.now() > end) return false;
            await new Promise(done => setTimeout(done, 20));
          }}
          return true;
        }}"""
        assert self.js(loop, seconds * 1000, *args), f"not in {seconds} s: {condition}"


def png(color: str = "red", size: tuple[int, int] = (20, 10)) -> str:
    """A small picture as raw base64."""
    file = BytesIO()
    Image.new("RGB", size, color).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def pixels(shot: bytes) -> Image.Image:
    return Image.open(BytesIO(shot)).convert("RGB")


Value = Any
