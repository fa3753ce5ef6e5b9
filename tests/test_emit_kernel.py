"""From a real IPython kernel, over its messages, to items."""

import json
import xml.etree.ElementTree as ET
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient

from backendai_media import normalize
from backendai_media.model import ClearItem, ErrorItem, Item, MediaItem, StreamItem, UpdateItem
from backendai_media.previews import preview_svg
from tests import VECTORS

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>'


def run(kernel: BlockingKernelClient, code: str) -> list[Item]:
    """Return the items of what a cell sends, messages as they come."""
    messages: list[dict[str, Any]] = []
    kernel.execute_interactive(
        f"from backendai_media import *\n{code}", output_hook=messages.append, timeout=60
    )
    return normalize(messages)


def test_items_arrive_as_they_were(kernel: BlockingKernelClient) -> None:
    items = run(
        kernel,
        """
display(("stdout", "a"))
display({"type": "text/html", "data": "<b>x</b>", "metadata": {"k": 1}})
display(("image/png", b"\\x89PNG"))
display(("application/x-sorna-drawing", "kA=="), display_id="d")
display(("application/x-sorna-drawing", "kQ=="), display_id="d", update=True)
display({"msg_type": "clear_output", "content": {"wait": True}})
""",
    )
    assert items == [
        StreamItem("stdout", "a"),
        MediaItem({"text/html": "<b>x</b>", "text/plain": "<text/html>"}, {"k": 1}),
        MediaItem({"image/png": "iVBORw==", "text/plain": "<image/png>"}, {}),
        MediaItem(
            {
                "application/x-sorna-drawing": "kA==",
                "text/plain": "<application/x-sorna-drawing>",
            },
            {},
            "d",
        ),
        UpdateItem(
            "d",
            {
                "application/x-sorna-drawing": "kQ==",
                "text/plain": "<application/x-sorna-drawing>",
            },
            {},
        ),
        ClearItem(wait=True),
    ]


def test_objects_go_through_the_kernels_formatters(kernel: BlockingKernelClient) -> None:
    (table,) = run(kernel, "import pandas\ndisplay(pandas.DataFrame({'a': [1]}))")
    assert isinstance(table, MediaItem)
    assert set(table.data) == {"text/html", "text/plain"}
    (figure,) = run(
        kernel,
        """
%matplotlib inline
import matplotlib.pyplot as plt
figure, _ = plt.subplots(figsize=(1, 1))
display(figure)
plt.close(figure)
""",
    )
    assert isinstance(figure, MediaItem)
    assert {"image/png", "text/plain"} <= set(figure.data)


def test_a_picture_for_viewers_that_do_not_know_the_type(kernel: BlockingKernelClient) -> None:
    (item,) = run(kernel, f"emit(('application/x-foo', [1]), picture={PICTURE!r})")
    assert item == MediaItem(
        {
            "application/x-foo": [1],
            "image/svg+xml": PICTURE,
            "text/plain": "<application/x-foo>",
        },
        {},
    )


def test_where_only_images_are_forwarded(kernel: BlockingKernelClient) -> None:
    vector = json.loads((VECTORS / "16_svg_envelope.json").read_bytes())
    messages: list[dict[str, Any]] = []
    code = f"""
import os
from backendai_media import emit, display
os.environ["BACKENDAI_KERNEL_ID"] = "k"
emit(("application/json", {{"a": [1]}}), picture={PICTURE!r})
display({{"text/html": "<b>", "text/plain": "b"}})
display({{"text/html": "<b>", "image/svg+xml": {PICTURE!r}}})
display({{"image/png": "iVBO", "text/plain": "p"}})
display(("text/plain", "only text"))
display({tuple(vector["envelope"])!r})
del os.environ["BACKENDAI_KERNEL_ID"]
"""
    kernel.execute_interactive(code, output_hook=messages.append, timeout=60)
    bundles = [one["content"]["data"] for one in messages if one["msg_type"] == "display_data"]
    for bundle in bundles:
        assert set(bundle) - {"text/plain"} <= {"image/svg+xml", "image/png"}
    items = normalize(messages)
    drawn = preview_svg({"text/html": "<b>", "text/plain": "b"}, "text/html")
    assert ">b</text>" in drawn
    assert items == [
        MediaItem(
            {
                "application/json": {"a": [1]},
                "image/svg+xml": PICTURE,
                "text/plain": "<application/json>",
            },
            {},
        ),
        MediaItem({"text/html": "<b>", "image/svg+xml": drawn, "text/plain": "b"}, {}),
        MediaItem({"text/html": "<b>", "image/svg+xml": PICTURE, "text/plain": "<text/html>"}, {}),
        MediaItem({"image/png": "iVBO", "text/plain": "p"}, {}),
        StreamItem("stdout", "only text\n"),
        *[
            MediaItem({**item.data, "text/plain": f"<{vector['inner'][0]}>"}, {})
            for item in normalize(vector["envelope"])
            if isinstance(item, MediaItem)
        ],
    ]


def test_objects_where_only_images_are_forwarded(kernel: BlockingKernelClient) -> None:
    messages: list[dict[str, Any]] = []
    for code in (
        """
import os
os.environ["BACKENDAI_KERNEL_ID"] = "k"
import numpy, pandas, sympy
from IPython.display import Audio as TheirAudio
from backendai_media import Audio, Markdown, Table, display
frame = pandas.DataFrame({"city": ["Seoul", "Busan"] * 500, "n": range(1000)})
display(frame)
display(sympy.sqrt(2))
display(TheirAudio(numpy.ones(9), rate=8000))
display(Markdown("# Title"))
""",
        "Table(frame)",
        "Audio([0, 1], 8000)",
        "del os.environ['BACKENDAI_KERNEL_ID']",
    ):
        kernel.execute_interactive(code, output_hook=messages.append, timeout=60)
    outputs = [one for one in messages if one["msg_type"] in {"display_data", "execute_result"}]
    assert [one["msg_type"] for one in outputs] == ["display_data"] * 4 + ["execute_result"] * 2
    pictures = []
    for one in outputs:
        assert set(one["content"]["data"]) == {"image/svg+xml", "text/plain"}
        pictures.append("".join(ET.fromstring(one["content"]["data"]["image/svg+xml"]).itertext()))
    items = [item for item in normalize(outputs) if isinstance(item, MediaItem)]
    table = "application/vnd.dataresource+json"
    assert [next(iter(item.data)) for item in items] == [
        *("text/html", "text/latex", "audio/wav", "text/markdown", table, "audio/wav")
    ]
    assert len(items[4].data[table]["data"]) == 1000
    for index, told in {0: "995 more rows", 2: "Sound", 3: "# Title", 4: "990 more rows"}.items():
        assert told in pictures[index]


def forwarded(kernel: BlockingKernelClient, code: str) -> list[str]:
    """Return what Backend.AI's kernels forward of a cell: text, and the texts in pictures."""
    messages: list[dict[str, Any]] = []
    kernel.execute_interactive(code, output_hook=messages.append, timeout=60)
    found = []
    for one in messages:
        content = one["content"]
        if one["msg_type"] == "stream":
            found.append(content["text"])
        elif one["msg_type"] in {"display_data", "execute_result"}:
            # Text alone, else the first of the other types.
            types = [type_ for type_ in content["data"] if type_ != "text/plain"] or ["text/plain"]
            if types[0] == "image/svg+xml":
                assert "urn:backendai:media" not in content["data"][types[0]]
                found.append(" ".join(ET.fromstring(content["data"][types[0]]).itertext()))
            elif types[0] == "text/plain":
                found.append(content["data"]["text/plain"])
    return found


def test_widgets_where_only_images_are_forwarded(kernel: BlockingKernelClient) -> None:
    """What docs/widgets.md says of Backend.AI's kernels."""
    loop = "for _ in track(range(3)): pass"
    forwarded(kernel, "import os; os.environ['BACKENDAI_KERNEL_ID'] = 'k'")
    try:
        head = "from ipywidgets import *\nfrom backendai_media import display"
        assert forwarded(kernel, f"{head}\nIntSlider(3)") == []
        (shown,) = forwarded(kernel, "display(VBox([IntSlider(3)]))")
        assert shown == "Widget VBox(children=(IntSlider(value=3),))"
        said = forwarded(kernel, f"from tqdm import tqdm as track\n{loop}")
        assert "100%" in "".join(said)
        rich = "from rich import progress as p, console as c\n"
        rich += "def track(it): return p.track(it, console=c.Console(force_jupyter=False))\n"
        assert "100%" in "".join(forwarded(kernel, rich + loop))
        forwarded(kernel, "%load_ext backendai_media")
        assert forwarded(kernel, "IntSlider(3)") == ["Widget IntSlider(value=3)"]
        first = forwarded(kernel, "interact(lambda x: print('x is', x), x=(0, 4));")
        assert first[0] == "x is 2\n"
        assert first[1].startswith("Widget interactive(children=(IntSlider(value=2")
    finally:
        forwarded(kernel, "%unload_ext backendai_media")
        forwarded(kernel, "del os.environ['BACKENDAI_KERNEL_ID']")


def test_last_values_with_the_extension(kernel: BlockingKernelClient) -> None:
    messages: list[dict[str, Any]] = []
    for code in (
        "import os, pandas, altair\nfrom IPython.display import HTML, display as theirs",
        "%load_ext backendai_media",
        "chart = altair.Chart(pandas.DataFrame({'a': [1]})).mark_bar().encode(x='a'); chart",
        "os.environ['BACKENDAI_KERNEL_ID'] = 'k'",
        "pandas.DataFrame({'a': [1]})",
        "theirs(HTML('<b>bold</b>'))",
        "print('text'); 5",
        "%unload_ext backendai_media",
        "pandas.DataFrame({'a': [1]})",
        "del os.environ['BACKENDAI_KERNEL_ID']",
    ):
        kernel.execute_interactive(code, output_hook=messages.append, timeout=60)
    shown = [
        set(one["content"]["data"]) - {"text/plain"}
        for one in messages
        if one["msg_type"] in {"display_data", "execute_result"}
    ]
    assert shown == [
        {"application/vnd.vegalite.v6+json"},
        {"image/svg+xml"},
        {"image/svg+xml"},
        set(),
        {"text/html"},
    ]
    types = [next(iter(one.data)) for one in normalize(messages) if isinstance(one, MediaItem)]
    assert types[1:3] == ["text/html", "text/html"]


def test_a_malformed_item_is_an_error_in_the_cell(kernel: BlockingKernelClient) -> None:
    (error,) = run(kernel, "display(('image/png', 5))")
    assert isinstance(error, ErrorItem)
    assert (error.name, error.message) == ("ItemError", "$: expected text")
