"""Outputs as static HTML: what the browser script shows, from Python and without a browser.

::

    from backendai_media import render

    render(response, "cell-1")  # a fragment
    render(response, standalone=True, theme="dark")  # a page of its own
"""

from typing import TYPE_CHECKING

from .._imports import attach

if TYPE_CHECKING:
    from .api import render
    from .notebooks import notebook

__all__ = ["notebook", "render"]

__getattr__, __dir__ = attach(__name__, {"notebook": "notebooks", "render": "api"})
