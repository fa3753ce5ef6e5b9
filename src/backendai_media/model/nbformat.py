"""Items as the outputs of a notebook's cell."""

import re
from typing import Any

from .compaction import compact
from .items import ErrorItem, InputItem, InvalidItem, Item, LogItem, MediaItem, StreamItem
from .jsonio import dumps
from .normalizer import normalize

__all__ = ["to_nbformat"]

#: Types whose payloads nbformat 4 takes whatever they are; others are text.
_JSON = re.compile(r"application/(?:.*\+)?json")


def to_nbformat(items: Any) -> list[dict[str, Any]]:
    """Return items, in any shape that `normalize` accepts, as outputs of nbformat 4.

    They are compacted: streams joined, updates applied, cleared ones gone, so that a host can
    store a result as it stood. Logs and prompts become streams, malformed parts errors. Display
    ids are left out, for which the format has no place. Content never raises.
    """
    return [_output(item) for item in compact(normalize(items))]


def _output(item: Item) -> dict[str, Any]:
    match item:
        case StreamItem(name=name, text=text):
            return _stream(name, text)
        case MediaItem(data=data, metadata=metadata):
            pairs = dict(_payload(type_, payload) for type_, payload in data.items())
            return {"output_type": "display_data", "data": pairs, "metadata": metadata}
        case ErrorItem(name=name, message=message, traceback=traceback):
            return _error(name, message, traceback)
        case LogItem():
            fields = (item.level, item.time, item.logger, item.message)
            return _stream("stderr", " ".join(str(one) for one in fields if one != "") + "\n")
        case InputItem(prompt=prompt):
            return _stream("stdout", f"{prompt}\n")
        case InvalidItem(path=path, reason=reason):
            return _error("invalid", f"{reason} ({path})", [])
    raise AssertionError(item)  # `compact` leaves no other controls


def _stream(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def _error(name: str, message: str, traceback: list[str]) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": traceback}


def _payload(type_: str, payload: Any) -> tuple[str, Any]:
    if isinstance(payload, str) or _JSON.fullmatch(type_):
        return type_, payload
    if type_.startswith("application/") and type_.endswith(".json"):
        return f"{type_.removesuffix('.json')}+json", payload  # as Altair 6.3 names its charts
    return type_, dumps(payload)
