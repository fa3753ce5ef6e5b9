"""The kernel's program: IPython's own, without a limit on outputs, and with what the page shows.

It runs as a file in the kernel's process. Last values of cells are shown as `display` shows them,
and `import turtle` draws into the page.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Any

if __name__ == "__main__":
    del sys.path[0]  # this directory: its modules must not hide others; IPython adds the cwd

import zmq
from ipykernel.kernelapp import IPKernelApp


class App(IPKernelApp):
    """Never drops outputs; by default they are dropped when 1000 are queued."""

    def init_extensions(self) -> None:
        """Load our own after those of the user's configuration."""
        super().init_extensions()  # type: ignore[no-untyped-call]
        from backendai_media.turtle import NoTurtleError, events_by_control, install

        shell: Any = self.shell
        shell.extension_manager.load_extension("backendai_media")
        with contextlib.suppress(NoTurtleError):
            install()
            events_by_control()

    def init_iopub(self, context: Any) -> None:
        """Open the socket of outputs without a limit."""
        context.setsockopt(zmq.SNDHWM, 0)
        try:
            super().init_iopub(context)  # type: ignore[no-untyped-call]
        finally:
            del context.sockopts[zmq.SNDHWM]


if __name__ == "__main__":
    App.launch_instance()
