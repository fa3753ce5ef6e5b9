"""The matplotlib backend, in cells of a real kernel and in a script."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from base64 import b64decode
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from backendai_media import normalize
from backendai_media.model import ErrorItem, Item, MediaItem, UpdateItem

from ..conftest import started


@pytest.fixture(scope="module")
def plots(kernel: BlockingKernelClient) -> BlockingKernelClient:
    """A kernel that uses the backend."""
    assert run(kernel, "%matplotlib module://backendai_media.matplotlib") == []
    assert run(kernel, "import matplotlib.pyplot as plt") == []
    return kernel


def run(kernel: BlockingKernelClient, code: str) -> list[Item]:
    messages: list[dict[str, Any]] = []
    kernel.execute_interactive(code, output_hook=messages.append, timeout=60)
    return normalize(messages)


def size(item: Item) -> tuple[int, int]:
    """Return the pixels of a PNG."""
    assert isinstance(item, MediaItem | UpdateItem)
    width, height = struct.unpack(">II", b64decode(item.data["image/png"])[16:24])
    return width, height


def test_a_plot_shows_when_its_cell_has_run(plots: BlockingKernelClient) -> None:
    text, figure = run(plots, "plt.plot([1, 2]); print('first')")
    assert getattr(text, "text", "") == "first\n"
    assert isinstance(figure, MediaItem)
    assert set(figure.data) == {"image/png", "text/plain"}
    about = figure.metadata["image/png"]
    assert size(figure) == pytest.approx((2 * about["width"], 2 * about["height"]), abs=1)
    assert 400 < about["width"] < 640
    # It is closed: the next cell begins anew.
    assert run(plots, "assert not plt.get_fignums(); plt.show()") == []
    assert len(run(plots, "for _ in range(3): plt.figure().add_subplot()")) == 3


def test_show_has_its_place(plots: BlockingKernelClient) -> None:
    items = run(plots, "plt.plot([1]); plt.show(); print('a', plt.get_fignums()); plt.plot([2]);")
    assert [type(one).__name__ for one in items] == ["MediaItem", "StreamItem", "MediaItem"]
    assert getattr(items[1], "text", "") == "a []\n"


@pytest.mark.parametrize(
    "code",
    [
        "fig, ax = plt.subplots(); ax.plot([1]); fig",
        "fig, ax = plt.subplots(); ax.plot([1]); fig.show()",
        "import backendai_media\nfig, ax = plt.subplots(); backendai_media.display(fig)",
        "fig, ax = plt.subplots(); display(fig)",
        "fig, ax = plt.subplots(); plt.show(block=True)",
        "fig, ax = plt.subplots(); plt.show(block=False); None",
    ],
)
def test_each_figure_shows_once(plots: BlockingKernelClient, code: str) -> None:
    (figure,) = run(plots, code)
    assert isinstance(figure, MediaItem)
    assert figure.metadata["image/png"]["width"] * 2 == pytest.approx(size(figure)[0], abs=1)


def test_an_empty_figure_is_named(plots: BlockingKernelClient) -> None:
    (item,) = run(plots, "fig = plt.figure()")
    assert item == MediaItem({"text/plain": "<Figure size 640x480 with 0 Axes>"}, {})


def test_what_changed_since_shows_again(plots: BlockingKernelClient) -> None:
    first, second = run(plots, "fig, ax = plt.subplots(); fig.show(); ax.plot([1, 2]);")
    assert isinstance(first, MediaItem)
    assert isinstance(second, MediaItem)
    assert first.data != second.data


def test_pause_plays_in_one_place(plots: BlockingKernelClient) -> None:
    code = """
fig, ax = plt.subplots()
for n in range(3):
    ax.plot([n, 1])
    plt.pause(0.001)
ax.set_title("done");
"""
    first, *rest = run(plots, code)
    assert isinstance(first, MediaItem)
    assert first.display_id
    assert [getattr(one, "display_id", "") for one in rest] == [first.display_id] * 3
    assert {size(one) for one in rest} == {size(first)}, "it does not jump"


def test_off_means_off(plots: BlockingKernelClient) -> None:
    assert run(plots, "plt.ioff(); plt.plot([1]);") == []
    (figure,) = run(plots, "plt.show(); plt.ion();")
    assert isinstance(figure, MediaItem)


def test_a_cell_that_fails_shows_what_it_drew(plots: BlockingKernelClient) -> None:
    error, figure = run(plots, "plt.plot([1]); 1 / 0")
    assert isinstance(error, ErrorItem)
    assert isinstance(figure, MediaItem)


def test_formats(plots: BlockingKernelClient) -> None:
    code = "from backendai_media.matplotlib import set_format; set_format({}); plt.plot([1]); None"
    (svg,) = run(plots, code.format("'svg'"))
    (small,) = run(plots, code.format("'png', retina=False"))
    (large,) = run(plots, code.format("None"))
    assert isinstance(svg, MediaItem)
    assert svg.data["image/svg+xml"].rstrip().endswith("</svg>")
    assert size(large) == pytest.approx([2 * side for side in size(small)], abs=3)


def test_other_backends_are_left_alone(plots: BlockingKernelClient) -> None:
    (figure,) = run(plots, "%matplotlib inline\nplt.plot([1]);")
    assert isinstance(figure, MediaItem)
    assert size(figure)[0] < 640, "the inline backend's"
    (figure,) = run(plots, "fig, ax = plt.subplots(); plt.close(fig); fig")
    assert size(figure)[0] <= 640
    assert run(plots, "%matplotlib module://backendai_media.matplotlib") == []
    assert size(run(plots, "plt.plot([1]);")[0])[0] > 640


def test_where_only_images_are_forwarded(plots: BlockingKernelClient) -> None:
    items = run(
        plots,
        "import os; os.environ['BACKENDAI_KERNEL_ID'] = 'k'\n"
        "fig, ax = plt.subplots(); plt.pause(0.001); ax.plot([1]); fig",
    )
    run(plots, "del os.environ['BACKENDAI_KERNEL_ID']")
    (figure,) = items
    assert size(figure)[0] < 640, "nobody would tell a viewer its size"


@pytest.mark.system
def test_by_the_environment() -> None:
    code = "import matplotlib.pyplot as plt; plt.plot([1]);"
    name = "module://backendai_media.matplotlib"
    with started({"MPLBACKEND": name, "BACKENDAI_MEDIA_FIGURE": "svg"}) as kernel:
        (figure,) = run(kernel, code)
    assert isinstance(figure, MediaItem)
    assert "image/svg+xml" in figure.data


@pytest.mark.slow
def test_in_a_script() -> None:
    code = """
import matplotlib
matplotlib.use("module://backendai_media.matplotlib")
import matplotlib.pyplot as plt
from backendai_media._emit import sink
items = []
with sink(items.append):
    plt.plot([1]); plt.show()
    assert not plt.isinteractive() and not plt.get_fignums()
    plt.axes(); plt.pause(0.001); plt.pause(0.001); plt.show()
print(*(f"{type(one).__name__}:{next(iter(one.data))}" for one in items))
plt.plot([1]); plt.show()
"""
    environment = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == [
        "MediaItem:image/png MediaItem:image/png UpdateItem:image/png",
        "<Figure size 640x480 with 1 Axes>",
    ]


def test_pictures_say_what_they_show(plots: BlockingKernelClient) -> None:
    code = (
        "fig, ax = plt.subplots(); ax.plot([1, 2], label='Seoul'); ax.plot([2, 1], label='Busan')"
        "; ax.set(title='Rain', xlabel='day', ylabel='mm'); plt.show()"
    )
    (item,) = run(plots, code)
    assert isinstance(item, MediaItem)
    assert item.metadata["image/png"]["alt"] == "Rain; x: day; y: mm; Seoul, Busan"
    (plain,) = run(plots, "plt.plot([1, 2]); plt.show()")
    assert isinstance(plain, MediaItem)
    assert "alt" not in plain.metadata["image/png"]
