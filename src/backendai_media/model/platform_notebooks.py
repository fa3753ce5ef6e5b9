"""Shapes of other notebooks: old formats of Jupyter's, marimo, Zeppelin, .NET, Pluto and more."""

from collections.abc import Callable
from typing import Any

from .platform_parts import error, joined, mapping, media, process, sequence
from .platform_services import SHORT

__all__ = ["BY_KEY", "BY_TYPE", "old_output"]

Translate = Callable[[dict[str, Any]], Any]

_MARIMO = "application/vnd.marimo+"
_VSCODE = "application/vnd.code.notebook."
_ZEPPELIN = {
    "HTML": "text/html",
    "TABLE": "text/tab-separated-values",
    "IMG": "image/png",
    "SVG": "image/svg+xml",
    "MATHJAX": "text/latex",
}


def _worksheets(value: dict[str, Any]) -> Any:
    """Formats 2 and 3 of Jupyter; in 2, lines have no line ends."""
    sheets = [mapping(sheet) for sheet in sequence(value["worksheets"])]
    cells = [mapping(cell) for sheet in sheets for cell in sequence(sheet.get("cells"))]
    outputs = [mapping(one) for cell in cells for one in sequence(cell.get("outputs"))]
    return {"outputs": [_lines(one) for one in outputs] if value.get("nbformat") == 2 else outputs}


def _lines(output: dict[str, Any]) -> dict[str, Any]:
    return {
        key: "\n".join(map(joined, one)) if isinstance(one, list) and key != "traceback" else one
        for key, one in output.items()
    }


def old_output(value: dict[str, Any]) -> Any:
    """Return an output of Jupyter's format 3, whose types have short names, as one of format 4."""
    kind = value["output_type"]
    if kind == "pyerr":
        return {**value, "output_type": "error"}
    if kind == "stream" and isinstance(name := value.get("stream"), str) and "name" not in value:
        return {**value, "name": name}
    data = {SHORT.get(key, key): one for key, one in value.items() if key in SHORT or "/" in key}
    if kind == "pyout" or (kind == "display_data" and "data" not in value and data):
        return {"data": data, "metadata": value.get("metadata"), "output_type": "display_data"}
    return None


def _marimo(value: dict[str, Any]) -> Any:
    if "mimetype" not in value:
        return None
    type_, data = value["mimetype"], value.get("data")
    name = value.get("channel", value.get("name"))
    if type_ == _MARIMO + "mimebundle":
        return mapping(data)
    if type_ == _MARIMO + "error":
        found = [mapping(one) for one in sequence(data)]
        return [error(one.get("type"), one.get("msg", one.get("raw"))) for one in found]
    if type_ == _MARIMO + "traceback":
        return ["text/html", data]
    is_console = type_ == "text/plain" and name in ("stdout", "stderr")
    return [name, value.get("text", data)] if is_console else media(type_, data)


def _marimo_cell(value: dict[str, Any]) -> Any:
    outputs = value.get("outputs")
    is_cell = isinstance(value["console"], list) and isinstance(outputs, list)
    return [*value["console"], *sequence(outputs)] if is_cell else None


def _saved_error(value: dict[str, Any]) -> Any:
    """marimo, E2B, Livebook."""
    if "data" in value:
        return None
    name = value.get("ename", value.get("name"))
    message = value.get("evalue", value.get("value", value.get("message")))
    return error(name, message, value.get("traceback"))


def _zeppelin(value: dict[str, Any]) -> Any:
    if "body" in value:
        inner = value["body"]
        return inner if isinstance(inner, dict) and "results" in inner else None
    results = value.get("results", value)
    if isinstance(results, dict) and isinstance(messages := results.get("msg"), list):
        if results.get("code") != "ERROR":
            return messages
        return [["stderr", joined(mapping(one).get("data"))] for one in messages]
    return None


def _zeppelin_message(value: dict[str, Any]) -> Any:
    type_, data = value["type"], value.get("data")
    return ["stdout", data] if type_ == "TEXT" else [_ZEPPELIN.get(type_, "text/html"), data]


def _databricks(value: dict[str, Any]) -> Any:
    results = value.get("results", value)
    kind = results.get("resultType") if isinstance(results, dict) else None
    if kind == "text":
        return process(results.get("data"))
    if kind in ("image", "images"):
        names = results.get("fileNames", [results.get("fileName")])
        return [["image/png", one] for one in sequence(names)]
    if kind == "error":
        return error("", results.get("summary"), results.get("cause"))
    if kind != "table":
        return None
    columns = [mapping(one).get("name") for one in sequence(results.get("schema"))]
    fields = [{"name": name} for name in columns if isinstance(name, str)]
    rows = [
        {field["name"]: cell for field, cell in zip(fields, sequence(row), strict=False)}
        for row in sequence(results.get("data"))
    ]
    return ["application/vnd.dataresource+json", {"schema": {"fields": fields}, "data": rows}]


def _dotnet(value: dict[str, Any]) -> Any:
    kind, event = value["eventType"], mapping(value.get("event"))
    shown = [mapping(one) for one in sequence(event.get("formattedValues"))]
    if kind in ("ErrorProduced", "CommandFailed"):
        return error("", event.get("message"))
    if kind in ("StandardOutputValueProduced", "StandardErrorValueProduced"):
        texts = [one.get("value") for one in shown]
        return process(*(["", texts] if "Error" in kind else [texts]))
    data = {
        one["mimeType"]: one.get("value") for one in shown if isinstance(one.get("mimeType"), str)
    }
    if not data:
        return []
    transient = {"display_id": event.get("valueId")}
    type_ = "update_display_data" if kind == "DisplayedValueUpdated" else "display_data"
    return {"output_type": type_, "data": data, "metadata": {}, "transient": transient}


def _pluto(value: dict[str, Any]) -> Any:
    if "body" not in value:
        return None
    type_, body = value["mime"], value["body"]
    if type_ == "application/vnd.pluto.stacktrace+object":
        return error("", mapping(body).get("msg", body))
    return media("application/json" if isinstance(body, dict | list) else type_, body)


def _vscode(value: dict[str, Any]) -> Any:
    items = value["items"]
    if not isinstance(items, list) or not all("mime" in mapping(one) for one in items):
        return None
    data = {str(one["mime"]): one.get("data") for one in map(mapping, items)}
    for name in ("stdout", "stderr"):
        if _VSCODE + name in data:
            return [name, data[_VSCODE + name]]
    if _VSCODE + "error" in data:
        failure = mapping(data[_VSCODE + "error"])
        return error(failure.get("name"), failure.get("message"), failure.get("stack"))
    return data


def _myst(value: dict[str, Any]) -> Any:
    output = mapping(value["jupyter_data"])
    if not isinstance(output.get("data"), dict):
        return output
    data = {
        type_: one.get("content") if isinstance(one, dict) and "content_type" in one else one
        for type_, one in output["data"].items()
    }
    return {**output, "data": {type_: one for type_, one in data.items() if one is not None}}


def _livebook_image(value: dict[str, Any]) -> Any:
    return media(value["mime_type"], value.get("content")) if "mime_type" in value else None


def _stream(value: dict[str, Any]) -> Any:
    """.NET, marimo."""
    is_stream = value.get("name") in ("stdout", "stderr") and "output_type" not in value
    return [value["name"], value["text"]] if is_stream and "text" in value else None


def _kaggle(value: dict[str, Any]) -> Any:
    name = value["stream_name"]
    return [name, value.get("data")] if name in ("stdout", "stderr") else None


BY_TYPE: dict[str, Translate] = {
    "data": lambda value: value["data"] if isinstance(value.get("data"), dict) else None,
    "stream": _stream,
    "streamMedia": _marimo,
    "error": _saved_error,
    "TEXT": _zeppelin_message,
    **dict.fromkeys(["ANGULAR", *_ZEPPELIN], _zeppelin_message),
    "terminal_text": lambda value: process(value.get("text")),
    "plain_text": lambda value: ["text/plain", value.get("text")],
    "markdown": lambda value: ["text/markdown", value["text"]] if "text" in value else None,
    "outputs": lambda value: sequence(value.get("children")),
}
BY_KEY: dict[str, tuple[Translate, ...]] = {
    "worksheets": (_worksheets,),
    "mimetype": (_marimo,),
    "console": (_marimo_cell,),
    "body": (_zeppelin,),
    "msg": (_zeppelin,),
    "results": (_zeppelin, _databricks),
    "resultType": (_databricks,),
    "eventType": (_dotnet,),
    "errorName": (
        lambda value: error(value["errorName"], value.get("errorValue"), value.get("stackTrace")),
    ),
    "mime": (_pluto,),
    "mime_type": (_livebook_image,),
    "items": (_vscode,),
    "jupyter_data": (_myst,),
    "name": (_stream,),
    "stream_name": (_kaggle,),
}
