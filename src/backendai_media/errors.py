"""The exceptions of this package.

::

    BackendAIMediaError
     ├─ ItemError                an output is malformed (raised only with strict=True)
     ├─ OutputError              a value cannot be shown as a Table, an Audio and the like
     ├─ FigureError              an unknown format for matplotlib's figures
     ├─ DrawingError             an argument or the data of a drawing is wrong
     ├─ GitGraphError            a repository cannot be read, or the data of a graph is wrong
     ├─ TclError                 a turtle program passes what Tk would refuse
     ├─ NoTurtleError            this Python has no turtle module (an ImportError too)
     ├─ AssetsError              the browser bundle cannot be found or built
     ├─ DemoError                the playground cannot start
     ├─ SiteError                a static site cannot be built
     ├─ ListenError              a server cannot listen on an address
     ├─ MissingExtraError        an optional dependency is not installed (an ImportError too)
     └─ TerminalError
         ├─ LimitError             too many sessions or viewers are open
         ├─ ProtocolError          a client sent an invalid message
         ├─ StoreUnavailableError  the session store cannot be reached
         └─ SessionGoneError       the session has ended; the message says why
"""


class BackendAIMediaError(Exception):
    """Base of every exception that this package raises by itself."""


class ItemError(BackendAIMediaError, ValueError):
    """An output is malformed.

    `path` is its place in the input, like `$[0].data["image/png"]`; `reason` says what is wrong.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class OutputError(BackendAIMediaError, ValueError):
    """A value cannot be shown that way; the message says why, and what is accepted."""


class FigureError(BackendAIMediaError, ValueError):
    """A format that figures of matplotlib cannot have."""


class DrawingError(BackendAIMediaError, ValueError):
    """An argument or the data of a drawing is wrong; the message says which and where."""


class GitGraphError(BackendAIMediaError, ValueError):
    """A repository cannot be read, or the data of a graph is wrong; the message says what to do."""


class TclError(BackendAIMediaError):
    """Tk would refuse it: `turtle.TK.TclError`."""


class NoTurtleError(BackendAIMediaError, ImportError):
    """This Python has no `turtle` module."""


class AssetsError(BackendAIMediaError):
    """The browser bundle cannot be found or built; the message says what to do."""


class DemoError(BackendAIMediaError):
    """The playground cannot start; the message says what to do."""


class SiteError(BackendAIMediaError):
    """A static site cannot be built; the message says why, and what to do."""


class ListenError(BackendAIMediaError):
    """A server cannot listen on an address; the message says which and why."""


class MissingExtraError(BackendAIMediaError, ImportError):
    """A package that the extra `extra` installs is missing; the message says how to install it."""

    def __init__(self, extra: str) -> None:
        super().__init__(f"pip install 'backendai-media[{extra}]'")
        self.extra = extra


class TerminalError(BackendAIMediaError):
    """A terminal cannot be opened; the message says what to do."""


class LimitError(TerminalError):
    """Too many sessions or viewers are open."""


class ProtocolError(TerminalError):
    """A client sent an invalid message; its connection is closed."""


class StoreUnavailableError(TerminalError):
    """The session store cannot be reached; sessions resume when it is back."""


class SessionGoneError(TerminalError):
    """The session has ended; the message says why."""
