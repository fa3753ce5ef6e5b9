"""A matplotlib backend: figures become items on `plt.show()`, or when a cell has run.

::

    %matplotlib module://backendai_media.matplotlib

or `matplotlib.use("module://backendai_media.matplotlib")`, or `MPLBACKEND` in the environment.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import matplotlib as mpl
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ._emit import emit, images_only, offer
from .errors import FigureError
from .formatters.matplotlib import figure_bundle, set_format
from .model import MediaItem, UpdateItem

__all__ = ["FigureCanvas", "FigureError", "FigureManager", "flush", "set_format"]


class FigureManager(FigureManagerBase):
    """A pyplot figure: shown once, and again if it has changed; `plt.pause` updates it in place."""

    def __init__(self, canvas: Any, num: int | str) -> None:
        super().__init__(canvas, num)
        self.shown = False  # set by `formatters.matplotlib`
        self._display_id = ""

    def show(self) -> None:
        """Show the figure as it is now: `fig.show()`."""
        emit(MediaItem(*figure_bundle(self.canvas.figure)))

    def refresh(self) -> None:
        """Show the figure, or update it where it is shown."""
        data, metadata = figure_bundle(self.canvas.figure, tight=False)  # its size must stay
        if self._display_id:
            emit(UpdateItem(self._display_id, data, metadata))
        else:
            self._display_id = uuid4().hex
            emit(MediaItem(data, metadata, self._display_id))

    def finish(self) -> None:
        """Show the figure if it was not shown in its present state, and close it."""
        Gcf.destroy(self)
        if self._display_id and self.canvas.figure.stale:
            self.refresh()
        elif not self.shown or self.canvas.figure.stale:
            self.show()

    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:
        """Show all figures and close them: `plt.show()`. With `block=False` they stay open."""
        for manager in list(_open()):
            if block is not False:
                manager.finish()
            elif not images_only():  # those cannot be updated
                manager.refresh()


class FigureCanvas(FigureCanvasAgg):
    """Draws only when a figure is shown."""

    manager_class = FigureManager

    def draw_idle(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: nobody sees the figure between changes."""

    def start_event_loop(self, timeout: float = 0) -> None:
        """Wait, as `plt.pause` does; there are no events."""
        time.sleep(max(timeout, 0))


def flush() -> None:
    """Show the figures of a cell that has run, and close them."""
    if mpl.is_interactive():
        FigureManager.pyplot_show()
    if _is_backend() and (shell := _shell()):
        # `%matplotlib` lets IPython draw figures itself, in its own format.
        for formatter in shell.display_formatter.formatters.values():
            formatter.type_printers.pop(Figure, None)


def _shell() -> Any:
    module = sys.modules.get("IPython")
    return module.get_ipython() if module else None


def _open() -> Iterator[FigureManager]:
    for manager in Gcf.get_all_fig_managers():
        if isinstance(manager, FigureManager):
            yield manager


def _format_figure(figure: Any, **_: Any) -> Any:
    """Return the mimebundle of a figure that is a cell's last value."""
    manager = figure.canvas.manager
    if not isinstance(manager, FigureManager) and not (manager is None and _is_backend()):
        return None
    data, metadata = figure_bundle(figure)
    return offer(data), metadata


def _is_backend() -> bool:
    return str(mpl.get_backend()).removeprefix("module://") == __name__


def _enter_ipython() -> None:
    """Show figures when cells have run, as IPython's own backend does."""
    if shell := _shell():
        mpl.interactive(b=True)  # `plt.ioff()` turns that off
        shell.events.register("post_execute", flush)
        shell.display_formatter.mimebundle_formatter.for_type(Figure, _format_figure)


_enter_ipython()
