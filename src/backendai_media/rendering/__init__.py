"""Renders outputs as static HTML, as the browser script shows them, without a browser.

::

    from backendai_media import render

    render(response, "cell-1")  # an HTML fragment
    render(response, standalone=True, theme="dark")  # a whole page
"""

from typing import TYPE_CHECKING

from .._imports import attach

if TYPE_CHECKING:
    from .api import render
    from .limits import Limits
    from .notebooks import notebook
    from .translate import Messages

__all__ = ["Limits", "Messages", "notebook", "render"]

__getattr__, __dir__ = attach(
    __name__,
    {"Limits": "limits", "Messages": "translate", "notebook": "notebooks", "render": "api"},
)
