"""The gallery's rich outputs: each cell runs on a real kernel and gives what it is there for."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from backendai_media import normalize
from backendai_media.demo.gallery import examples
from backendai_media.model import MediaItem
from backendai_media.model.items import CommItem, StreamItem

TYPES = {
    "altair_chart": ["application/vnd.vegalite.v6+json"],
    "plotly_chart": ["application/vnd.plotly.v1+json"],
    "bokeh_chart": ["text/html"],
    "data_frame": ["application/vnd.apache.arrow.stream"],
    "polars_frame": ["application/vnd.dataresource+json"],
    "csv_text": ["text/csv"],
    "markdown": ["text/markdown"],
    "formula": ["text/latex", "text/latex"],
    "json_tree": ["application/json"],
    "sound": ["audio/wav"],
    "video": ["video/webm"],
    "pdf": ["application/pdf"],
    "isobars": ["application/geo+json"],
    "diagram": ["text/vnd.mermaid"],
    "recording": ["application/vnd.asciinema.asciicast"],
    "interactive": ["application/vnd.backendai.interactive+json"],
    "widget": ["application/vnd.jupyter.widget-view+json"],
}


def outputs(kernel: BlockingKernelClient, name: str) -> list[dict[str, Any]]:
    """Run an example; return the bundles that it shows."""
    (code,) = [example.code for example in examples() if example.name == name]
    messages: list[dict[str, Any]] = []
    kernel.execute_interactive(code, output_hook=messages.append, timeout=120)
    items = normalize(messages)
    # What a kernel says of widgets is beside the output that shows them.
    items = [item for item in items if not isinstance(item, CommItem)]
    if name == "interactive":  # and how far it is, if that takes long
        items = [item for item in items if not isinstance(item, StreamItem)]
    for item in items:
        assert isinstance(item, MediaItem), item
    return [item.data for item in items if isinstance(item, MediaItem)]


@pytest.mark.parametrize("name", TYPES)
def test_an_example_gives_its_type(kernel: BlockingKernelClient, name: str) -> None:
    shown = outputs(kernel, name)
    found = [next(one for one in data if one != "text/plain") for data in shown]
    for data, type_ in zip(shown, TYPES[name], strict=True):
        assert type_ in data
    assert len(found) == len(TYPES[name])
    check = CHECKS.get(name)
    assert not check or check(shown[0][TYPES[name][0]])


def _is_recording(text: str) -> bool:
    head, *events = [json.loads(line) for line in text.splitlines()]
    output = "".join(event[2] for event in events)
    times = [event[0] for event in events]
    return head["version"] == 2 and "all green" in output and times == sorted(times)


CHECKS: dict[str, Callable[[Any], bool]] = {
    "bokeh_chart": lambda html: (
        "<script" in html and not re.search(r"<(script|link)[^>]+=.?http", html)
    ),
    "pdf": lambda data: base64.b64decode(data).startswith(b"%PDF-"),
    "sound": lambda data: base64.b64decode(data)[:4] == b"RIFF",
    "video": lambda data: base64.b64decode(data).count(b"\x9d\x01\x2a") == 40,
    "isobars": lambda map_: len(map_["features"]) > 20,
    "diagram": lambda text: "OSError <|-- ConnectionError" in text,
    "recording": _is_recording,
    "csv_text": lambda text: "asyncio,7,a,False" in text,
    "json_tree": lambda tree: tree["packages"]["msgspec"]["version"] != "",
    "polars_frame": lambda table: [row["item"] for row in table["data"]][:2] == ["tea", "rice"],
}
