"""The exceptions of this package.

::

    BackendAIMediaError
     ├─ ItemError          an output is malformed (only where the caller asked to be told)
     ├─ OutputError        what was given to Table, Audio and their like cannot be shown that way
     ├─ AssetsError        the browser bundle cannot be found or built
     └─ MissingExtraError  an optional dependency is not installed (an ImportError too)
"""


class BackendAIMediaError(Exception):
    """Base of every exception that this package raises by itself."""


class ItemError(BackendAIMediaError, ValueError):
    """An output is malformed.

    `path` is its place in the input, like `$[0].data["image/png"]`, and `reason` what is wrong.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class AssetsError(BackendAIMediaError):
    """The browser bundle cannot be found or built; the message says what to do."""


class MissingExtraError(BackendAIMediaError, ImportError):
    """A package that an extra of this one brings is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(f"pip install 'backendai-media[{extra}]'")
        self.extra = extra
