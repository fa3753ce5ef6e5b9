"""Renders outputs as static HTML, as the browser script shows them, without a browser.

::

    from backendai_media import render

    render(response, "cell-1")  # an HTML fragment
    render(response, standalone=True, theme="dark")  # a whole page

`render_mail` and `render_pdf` make mails and PDF documents of the same.
"""

from typing import TYPE_CHECKING

from .._imports import attach

if TYPE_CHECKING:
    from .api import render
    from .limits import Limits
    from .mail import render_mail
    from .notebooks import notebook
    from .pdf import render_pdf
    from .print_page import render_paper
    from .translate import Messages

__all__ = [
    "Limits",
    "Messages",
    "notebook",
    "render",
    "render_mail",
    "render_paper",
    "render_pdf",
]

__getattr__, __dir__ = attach(
    __name__,
    {
        "Limits": "limits",
        "Messages": "translate",
        "notebook": "notebooks",
        "render": "api",
        "render_mail": "mail",
        "render_paper": "print_page",
        "render_pdf": "pdf",
    },
)
