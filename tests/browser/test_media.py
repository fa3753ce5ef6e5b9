"""Audio, video and PDF, in the browser's own players and viewer."""

from __future__ import annotations

import base64
import io
import math
import re
import struct
import wave
from typing import Any

from backendai_media.assets.policy import csp

from .stage import Stage
from .tasks import longest_task
from .toolbar import copied, saved

PLAYER = "document.querySelector('.backendai-media > :is(audio, video)')"


def sound(seconds: float = 0.5, rate: int = 8000) -> str:
    """A tone as the base64 of a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        tone = (int(9000 * math.sin(i / 6)) for i in range(int(seconds * rate)))
        out.writeframes(b"".join(struct.pack("<h", one) for one in tone))
    return base64.b64encode(file.getvalue()).decode()


def document(text: str = "Hello") -> bytes:
    """A PDF of one page."""
    stream = f"BT /F1 24 Tf 20 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    )
    return out + tail % (size, table, size, len(out))


def pdf(text: str = "Hello") -> str:
    return base64.b64encode(document(text)).decode()


def open_guarded(stage: Stage, **more: Any) -> None:
    """Under the policy that `csp` gives."""
    stage.open(Content_Security_Policy=csp(stage.root, hosts=[stage.site.url], **more))


def clean(stage: Stage) -> None:
    assert stage.probe("errors") + stage.probe("violations") + stage.probe("calls") == []


def alive(stage: Stage, address: str) -> bool:
    """Whether there is something at a `blob:` address, still after a second."""
    gone = "url => fetch(url).then(() => false, () => true)"
    try:
        stage.wait(gone, address, seconds=1)
    except AssertionError:
        return True
    return False


def test_sound(stages: Stage) -> None:
    """A data URI and raw base64 play from a `blob:` of the item's type, which goes with the item."""
    open_guarded(stages, connect_src="blob:")
    item = {"data": {"audio/wav": sound()}, "metadata": {"audio/wav": {"title": "A tone"}}}
    report = stages.handle_all([item, ["audio/wav", f"data:text/html;base64,{sound(1)}"]])
    assert report == {"rendered": 2, "failed": []}
    stages.wait(
        "() => __probe.all('audio').map(a => Math.round(a.duration * 10)).join() === '5,10'"
    )
    players = stages.js("() => __probe.all('audio').map(a => [a.src, a.controls, a.ariaLabel])")
    assert [player[1:] for player in players] == [[True, "A tone"], [True, "Audio"]]
    kinds = (
        "urls => Promise.all(urls.map(url => fetch(url).then(a => a.headers.get('content-type'))))"
    )
    addresses = [player[0] for player in players]
    assert stages.js(kinds, addresses) == ["audio/wav", "audio/wav"]
    clean(stages)
    stages.js("() => BackendAI.Media.dispose()")
    assert not any(alive(stages, address) for address in addresses)


def test_an_export_keeps_the_sound(stage: Stage) -> None:
    open_guarded(stage)
    stage.handle_all([["audio/wav", sound()]])
    html = stage.js("async () => (await BackendAI.Media.export('r')).text()")
    found = re.search(r'<audio[^>]* src="data:audio/wav;base64,([^"]*)"', html)
    assert found
    assert found[1] == sound()
    assert "blob:" not in html
    clean(stage)


def test_another_value_takes_the_player_over(stage: Stage) -> None:
    open_guarded(stage, connect_src="blob:")
    stage.handle(["audio/wav", sound(0.5)])
    stage.wait(f"() => {PLAYER}?.duration === 0.5")
    stage.js(f"() => {{ window.kept = {PLAYER}; window.first = kept.src }}")
    stage.handle(["audio/wav", sound(1)])
    stage.wait(f"() => {PLAYER}.duration === 1 && kept === {PLAYER}")
    assert not stage.js("() => fetch(first).then(() => true, () => false)")


def test_sound_of_an_address(stage: Stage) -> None:
    body = base64.b64decode(sound())
    address = stage.assets.page("tone.wav", body, **{"Content-Type": "audio/wav"})
    open_guarded(stage, media_src=stage.assets.url)
    assert stage.handle_all([["audio/wav", address]])["failed"] == []
    assert stage.js(f"() => [{PLAYER}.src, {PLAYER}.duration]") == [address, 0.5]


BROKEN = [
    "",
    "<b>no</b>",
    "data:audio/wav",
    "data:audio/wav;base64,%%%",
    "javascript:alert(1)",
    base64.b64encode(b"<script>alert(1)</script>").decode(),
    "data:audio/wav,%e2\u20ac",
    "A" * 1_000_001,
]


def test_broken_media(stage: Stage) -> None:
    open_guarded(stage)
    values = [[kind, payload] for kind in ("audio/wav", "video/webm") for payload in BROKEN]
    report = stage.handle_all(values)
    assert len(report["failed"]) == len(values)
    for failed in report["failed"]:
        assert "Broken" in failed["error"] or "base64" in failed["error"]
    links = "() => __probe.all('.backendai-notice a').map(link => link.textContent)"
    stage.wait(f"n => ({links})().length === n", len(values))
    assert set(stage.js(links)) == {"Download"}
    clean(stage)


DIRECT = """async types => {
  const script = document.querySelector('script[src*="/js/media.js"]');
  const { render } = await import(script.src);
  for (const type of types) BackendAI.Media.register(type, { render });
}"""


def test_types_that_are_not_known(stage: Stage) -> None:
    """What is a document would run at an address of the page's origin; what does not play is saved."""
    open_guarded(stage)
    stage.handle_all([["audio/wav", sound()]])
    documents = ["audio/x+xml", "video/svg+xml", "text/html", "audio/*"]
    stage.js(DIRECT, [*documents, "audio/midi"])
    text = base64.b64encode(b"<a/>").decode()
    report = stage.handle_all([[kind, text] for kind in documents])
    assert [one["error"] for one in report["failed"]] == ["Broken audio or video"] * 4
    stage.handle_all([["audio/midi", base64.b64encode(b"MThd\0\0").decode()]])
    assert "This browser cannot play it" in stage.text()
    with stage.engine.page.expect_download() as saved:  # type: ignore[attr-defined]
        stage.engine.click(".backendai-offer")
    assert saved.value.suggested_filename == "audio.midi"
    assert saved.value.path().read_bytes() == b"MThd\0\0"


def test_a_page_that_allows_no_media_says_so(stage: Stage) -> None:
    stage.open_strict()
    stage.handle_all([["audio/wav", sound()]])
    assert "The page's security policy forbids it" in stage.text()


def test_large_sound_does_not_hold_the_page(stage: Stage) -> None:
    open_guarded(stage)
    stage.js("""() => {
      const bytes = new Uint8Array(12e6);
      const view = new DataView(bytes.buffer);
      [0x52494646, bytes.length - 8, 0x57415645, 0x666d7420, 16].forEach((word, i) => view.setUint32(4 * i, word, i === 1 || i === 4));
      view.setUint16(20, 1, true); view.setUint16(22, 1, true); view.setUint32(24, 8000, true);
      view.setUint32(28, 16000, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
      view.setUint32(36, 0x64617461); view.setUint32(40, bytes.length - 44, true);
      let text = '';
      for (let at = 0; at < bytes.length; at += 30000) text += btoa(String.fromCharCode(...bytes.subarray(at, at + 30000)));
      window.given = text;
    }""")
    stage.handle_all([["audio/wav", sound()]])
    longest = []
    for number in range(3):  # The machine has other work too: the best counts.
        with longest_task(stage) as found:
            show = "name => __probe.show([['audio/wav', given]], name)"
            assert stage.js(show, f"large {number}")["failed"] == []
        longest += found
    assert min(longest) <= 50


def test_pdf(stages: Stage) -> None:
    """In the browser's viewer where it has one, else with a sentence; to be saved in any case."""
    open_guarded(stages, pdf=True, connect_src="blob:")
    item = {"data": {"application/pdf": pdf()}, "metadata": {"title": "A report"}}
    assert stages.handle_all([item]) == {"rendered": 1, "failed": []}
    address, title, text = stages.js("""() => {
      const frame = document.querySelector('.backendai-pdf iframe');
      return [frame?.src, frame?.title, document.querySelector('.backendai-note').textContent];
    }""")
    assert text.startswith("A report (")
    assert "Download" in text
    if stages.js("() => navigator.pdfViewerEnabled"):
        assert title == "A report"
        kind = "url => fetch(url).then(a => a.headers.get('content-type'))"
        assert stages.js(kind, address) == "application/pdf"
        stages.js("() => BackendAI.Media.dispose()")
        # WebKitGTK's viewer holds what it opened, also after the page.
        assert stages.engine.name == "webkit" or not alive(stages, address)
    else:
        assert address is None
        assert "This browser cannot display PDFs" in text
    clean(stages)


VIEWER = "Object.defineProperty(navigator, 'pdfViewerEnabled', { value: %s })"


def test_they_are_copied_and_saved_whole(stage: Stage) -> None:
    open_guarded(stage, pdf=True)
    # Chromium's viewer can hold back all input of the page for long while it starts.
    stage.js(f"() => void {VIEWER % 'false'}")
    stage.handle_all([["audio/x-wav", sound()], ["application/pdf", pdf()]])
    audio, document_ = '[data-type="audio/x-wav"]', '[data-type="application/pdf"]'
    assert copied(stage, audio) == "Audio"
    assert saved(stage, audio) == ("audio.wav", base64.b64decode(sound()))
    assert copied(stage, document_).startswith("PDF document (")
    assert saved(stage, document_) == ("PDF-document.pdf", document())


def test_a_pdf_is_saved(stage: Stage) -> None:
    open_guarded(stage, pdf=True)
    stage.handle_all([{"data": {"application/pdf": pdf()}, "metadata": {"title": "A/../ré port"}}])
    with stage.engine.page.expect_download() as saved:  # type: ignore[attr-defined]
        stage.engine.click(".backendai-offer")
    assert saved.value.suggested_filename == "A-..-ré-port.pdf"
    assert saved.value.path().read_bytes() == document()


NO_PDF = [
    base64.b64encode(b"<script>parent.alert(1)</script>" * 99 + document()).decode(),
    "data:application/pdf;base64," + base64.b64encode(b"<svg/>").decode(),
    "data:text/html,<script>alert(1)</script>",
    "javascript:alert(1)",
]


def test_what_is_no_pdf_is_not_framed(stage: Stage) -> None:
    open_guarded(stage, pdf=True, connect_src="blob:")
    stage.js(f"() => {VIEWER % 'true'}")
    report = stage.handle_all([["application/pdf", payload] for payload in NO_PDF])
    assert len(report["failed"]) == len(NO_PDF)
    for failed in report["failed"]:
        assert "%PDF-" in failed["error"] or "base64" in failed["error"]
    assert stage.js("() => document.querySelectorAll('iframe').length") == 0
    # A polyglot is a PDF, whatever it calls itself.
    text = base64.b64encode(b"<html><script>parent.alert(1)</script>\n" + document()).decode()
    stage.handle_all([["application/pdf", f"data:text/html;base64,{text}"]])
    kind = (
        "() => fetch(document.querySelector('iframe').src).then(a => a.headers.get('content-type'))"
    )
    assert stage.js(kind) == "application/pdf"
    assert stage.probe("calls") == []


def test_no_viewer_and_no_permission(stage: Stage) -> None:
    open_guarded(stage, pdf=True)
    stage.js(f"() => {VIEWER % 'false'}")
    stage.handle_all([["application/pdf", pdf()]])
    assert "This browser cannot display PDFs" in stage.text()
    open_guarded(stage)
    stage.js(f"() => {VIEWER % 'true'}")
    stage.handle_all([["application/pdf", pdf()]])
    stage.wait("() => /security policy forbids it/.test(__probe.text(document.body))")
    assert stage.js("() => document.querySelectorAll('iframe').length") == 0


def test_a_pdf_of_an_address_is_a_link(stage: Stage) -> None:
    open_guarded(stage, pdf=True)
    stage.handle_all([["application/pdf", "https://example.org/a.pdf"]])
    link = stage.js("""() => {
      const link = document.querySelector('.backendai-offer');
      return [link.href, link.rel, link.target, document.querySelectorAll('iframe').length];
    }""")
    assert link == ["https://example.org/a.pdf", "noopener noreferrer", "_blank", 0]
