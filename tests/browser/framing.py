"""Pages with frames: what their tests share."""

from __future__ import annotations

from typing import Any

from backendai_media.assets import csp

from .stage import Stage

#: Collects what frames say to the top window, as an attacker's own server would.
HEARD = """() => {
  window.heard = [];
  addEventListener('message', event => heard.push(event.data));
}"""


def open_page(stage: Stage) -> None:
    """A page under the policy that is recommended to pages."""
    stage.site.calm()
    policy = csp(stage.root, hosts=[f"{stage.site.url}/probe.js"], static=False)
    stage.open(Content_Security_Policy=policy)
    stage.site.calm()  # of what the last test's page still asked for as this one was opened
    stage.js(HEARD)


def fetched(stage: Stage) -> list[str]:
    """What was asked for but the page, and the release's scripts and frame."""
    own = (".js", "/page.html", "/frame.html", "/favicon.ico")
    asked = [
        line for line in [*stage.site.requests, *stage.assets.requests] if not line.endswith(own)
    ]
    return [*stage.site.elsewhere, *asked]


def inside(stage: Stage, function: str, at: int = 0) -> Any:
    """Evaluates a function within the frame that shows the output `at`, in the document's order."""
    page = stage.engine.page  # type: ignore[attr-defined]

    def place(frame: Any) -> int:
        while frame.parent_frame != page.main_frame:
            frame = frame.parent_frame
        all_frames = "[...document.querySelectorAll('iframe')]"
        return int(page.evaluate(f"it => {all_frames}.indexOf(it)", frame.frame_element()))

    frames = [one for one in page.frames if one.url.startswith("about:srcdoc")]
    return sorted(frames, key=place)[at].evaluate(function)
