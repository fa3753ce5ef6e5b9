"""What a function shows, taken down in place of the notebook: figures as SVG, which packs well."""

from __future__ import annotations

import io
import sys
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from typing import Any, Literal

from .._emit import sink
from ..formatters.dispatch import display
from ..formatters.matplotlib import figure_bundle
from ..model import ClearItem, ErrorItem, Item, MediaItem, StreamItem, compact, normalize

__all__ = ["capture"]

#: Characters of a figure as SVG beyond which it is a PNG.
_MAX_SVG_CHARACTERS = 200_000


def capture(function: Callable[..., Any], arguments: dict[str, Any]) -> list[Item]:
    """Return what a call shows, as it stands at its end; an exception of it is shown, too."""
    items: list[Item] = []
    with ExitStack() as stack:
        stack.enter_context(sink(items.append))
        stack.enter_context(redirect_stdout(_Writer("stdout", items)))
        stack.enter_context(redirect_stderr(_Writer("stderr", items)))
        stack.enter_context(_publishing(items))
        stack.enter_context(_steady())
        figures = stack.enter_context(_figures(items))
        try:
            value = function(**arguments)
            with _steady():  # it may have imported matplotlib
                if value is not None:
                    display(value)
                figures(value)
        except Exception as error:  # noqa: BLE001 - whatever the function raises
            # Without the line above.
            shown = error.with_traceback(error.__traceback__ and error.__traceback__.tb_next)
            lines = "".join(traceback.format_exception(shown)).splitlines()
            items.append(ErrorItem(type(error).__name__, str(error), lines))
    return compact(items)


class _Writer(io.TextIOBase):
    """A stream whose text becomes items."""

    def __init__(self, name: Literal["stdout", "stderr"], items: list[Item]) -> None:
        self._name, self._items = name, items

    def write(self, text: str) -> int:
        self._items.append(StreamItem(self._name, text))
        return len(text)


@contextmanager
def _publishing(items: list[Item]) -> Iterator[None]:
    """Take down what IPython displays."""
    module = sys.modules.get("IPython")
    shell = module.get_ipython() if module else None
    if not shell:
        yield
        return
    before = shell.display_pub
    shell.display_pub = _Publisher(items)
    try:
        with _formatting(shell.display_formatter):
            yield
    finally:
        shell.display_pub = before


@contextmanager
def _formatting(formatter: Any) -> Iterator[None]:
    """Have IPython format figures as they are drawn here, not as its own backend would."""
    figures = sys.modules.get("matplotlib.figure")
    if not figures:
        yield
        return
    bundles = formatter.mimebundle_formatter
    each = [bundles, *formatter.formatters.values()]
    before = [(one, one.type_printers.pop(figures.Figure, None)) for one in each]
    bundles.for_type(figures.Figure, lambda figure, **_: _drawn(figure))
    try:
        yield
    finally:
        del bundles.type_printers[figures.Figure]
        for one, printer in before:
            if printer is not None:
                one.type_printers[figures.Figure] = printer


class _Publisher:
    """What IPython calls with a mimebundle."""

    def __init__(self, items: list[Item]) -> None:
        self._items = items

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        *_: Any,
        transient: Any = None,
        update: bool = False,
        **__: Any,
    ) -> None:
        kind = "update_display_data" if update else "display_data"
        output = {
            "output_type": kind,
            "data": data,
            "metadata": metadata or {},
            "transient": transient or {},
        }
        self._items.extend(normalize(output))

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - as IPython calls it
        self._items.append(ClearItem(wait=wait))


@contextmanager
def _steady() -> Iterator[None]:
    """Have figures drawn as SVG with the same ids each time, unless another format was chosen."""
    mpl = sys.modules.get("matplotlib")
    if not mpl:
        yield
        return
    with mpl.rc_context({"savefig.format": "svg", "svg.hashsalt": "backendai"}):
        yield


@contextmanager
def _figures(items: list[Item]) -> Iterator[Callable[[Any], None]]:
    """Show figures that are opened at `plt.show()`, and others when what this gives is called."""
    plot: Any = sys.modules.get("matplotlib.pyplot")
    if not plot:
        yield lambda value: _show(items, value)
        return
    managers, original = _pylab().figs, plot.show
    # None is open: what is drawn goes into one of its own.
    _pylab().figs = OrderedDict()
    plot.show = lambda *_, **__: _show(items)
    try:
        yield lambda value: _show(items, value)
    finally:
        _pylab().destroy_all()
        _pylab().figs, plot.show = managers, original


def _show(items: list[Item], but: Any = None) -> None:
    """Show pyplot's figures, but for one that shows already, and close them."""
    if "matplotlib._pylab_helpers" not in sys.modules:
        return
    shown = getattr(but, "figure", but)
    open_ = [manager.canvas.figure for manager in _pylab().get_all_fig_managers()]
    items.extend(MediaItem(*_drawn(one)) for one in open_ if one is not shown)
    _pylab().destroy_all()


def _drawn(figure: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    data, metadata = figure_bundle(figure)
    if len(data.get("image/svg+xml", "")) > _MAX_SVG_CHARACTERS:
        with sys.modules["matplotlib"].rc_context({"savefig.format": "png"}):
            return figure_bundle(figure)
    return data, metadata


def _pylab() -> Any:
    return sys.modules["matplotlib._pylab_helpers"].Gcf
