"""What the shapes of platforms have in common: streams, errors, and how a program ended."""

from typing import Any

from .jsonio import loads
from .plain_values import to_plain

__all__ = ["error", "files", "is_failure", "joined", "mapping", "media", "process", "sequence"]


_BINARY = ("image/", "audio/", "video/")
_STANDARD = str.maketrans("-_", "+/")


def mapping(value: Any) -> dict[str, Any]:
    """Return an object, also one that was sent as JSON text, or `{}` for anything else."""
    if isinstance(value, str):
        try:
            value = to_plain(loads(value))
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """Return a list, or `[]` for anything else."""
    return value if isinstance(value, list) else []


def joined(value: Any) -> str:
    """Return text, or the texts of a list as one, or `""` for anything else."""
    return "".join(one for one in (value if isinstance(value, list) else [value]) if _is(one))


def _is(value: Any) -> bool:
    return isinstance(value, str)


def process(stdout: Any, stderr: Any = "", code: Any = 0, why: str = "exit code") -> list[Any]:
    """Return what a program wrote, and how it ended where it failed without a word."""
    texts = [["stdout", joined(stdout)], ["stderr", joined(stderr)]]
    made: list[Any] = [pair for pair in texts if pair[1]]
    if is_failure(code) and not joined(stderr):
        made.append(["log", ["error", "", "", f"{why} {code}"]])
    return made


def is_failure(code: Any) -> bool:
    """Whether an exit code, or a signal's name, says that a program failed."""
    return isinstance(code, int | str) and not isinstance(code, bool) and code not in {0, ""}


def error(name: Any, message: Any = "", traceback: Any = ()) -> list[Any]:
    """Return an error; its traceback may be a text or a list of texts."""
    lines = [traceback] if _is(traceback) else traceback
    return ["error", {"name": name, "message": message, "traceback": lines}]


def media(type_: Any, payload: Any) -> list[Any]:
    """Return a medium, as plain text where its type is none.

    Base64 may have the alphabet for addresses: pydantic writes that.
    """
    known = type_ if _is(type_) and "/" in type_ else "text/plain"
    is_base64 = (
        known.startswith(_BINARY) and _is(payload) and ":" not in payload and "<" not in payload
    )
    return [known, payload.translate(_STANDARD) if is_base64 else payload]


def files(listed: Any) -> list[Any]:
    """Return the names of files that a platform keeps."""
    names = [mapping(one).get("file_id") for one in sequence(listed)]
    return [["text/plain", f"[{name}]"] for name in names if _is(name)]
