"""Shapes of services that run code: sandboxes, tools of language models, judges."""

from collections.abc import Callable
from typing import Any

from .platform_parts import error, files, joined, mapping, media, process, sequence

__all__ = ["BY_KEY", "BY_TYPE", "SHORT", "bundle"]

Translate = Callable[[dict[str, Any]], Any]

#: A view of MCP Apps, with what is known of its tool's call.
APP_TYPE = "application/vnd.mcp.app+json"
#: Short names of types, as nbformat 3 and E2B have them.
SHORT = {
    "text": "text/plain",
    "html": "text/html",
    "markdown": "text/markdown",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "latex": "text/latex",
    "json": "application/json",
    "javascript": "application/javascript",
}


def bundle(value: dict[str, Any]) -> dict[str, Any]:
    """Return the payloads under short names, and under full ones, as a mimebundle."""
    extra = mapping(value.get("extra"))
    every = {**value, **extra}
    return {
        SHORT.get(key, key): one
        for key, one in every.items()
        if one is not None and (key in SHORT or "/" in key)
    }


def _execution(value: dict[str, Any]) -> Any:
    """E2B, Cloudflare."""
    if "results" not in value:
        return None
    logs, failure = mapping(value.get("logs")), mapping(value.get("error"))
    made = process(logs.get("stdout"), logs.get("stderr"))
    made += [bundle(mapping(one)) for one in sequence(value["results"])]
    if failure:
        message = failure.get("value", failure.get("message"))
        made.append(error(failure.get("name"), message, failure.get("traceback")))
    return made


def _daytona(value: dict[str, Any]) -> Any:
    if "result" not in value:
        return None
    artifacts = mapping(value.get("artifacts"))
    code = value.get("exit_code")
    charts = [mapping(one).get("png") for one in sequence(artifacts.get("charts"))]
    text = joined(artifacts.get("stdout")) or joined(value["result"])
    return process(text, "", code) + [["image/png", one] for one in charts if one]


def _azure(value: dict[str, Any]) -> Any:
    if not {"result", "stdout"} <= value.keys():
        return None
    made, result = process(value["stdout"], value.get("stderr")), value["result"]
    picture = mapping(result) if isinstance(result, dict) else {}
    if isinstance(data := picture.get("base64_data"), str):
        made.append([f"{picture.get('type', 'image')}/{picture.get('format', 'png')}", data])
    elif isinstance(result, str):
        made.append(["text/plain", result])
    elif result is not None:
        made.append(["application/json", result])
    return made


def _openai_image(value: dict[str, Any]) -> Any:
    address = value.get("url")
    if isinstance(address, str):
        head = address[:64].partition(":")[2].partition(",")[0]
        return media(head if head.startswith("image/") else "image/png", address)
    if "image" in value:
        return files([value["image"]])
    source = mapping(value.get("source"))  # Anthropic's
    if "data" in source:
        return media(source.get("media_type"), source["data"])
    return media(value["mimeType"], value.get("data")) if "mimeType" in value else None


def _shell(value: dict[str, Any]) -> Any:
    output = value.get("output")
    if isinstance(output, str):
        return process(output)
    made: list[Any] = []
    for one in map(mapping, sequence(output)):
        outcome = mapping(one.get("outcome"))
        made += process(one.get("stdout"), one.get("stderr"), outcome.get("exit_code"))
        if outcome.get("type") == "timeout":
            made.append(error("timeout", "timed out"))
    return made


def _anthropic(value: dict[str, Any]) -> Any:
    content = value.get("content")
    return content if isinstance(content, list) else [content]


def _anthropic_result(value: dict[str, Any]) -> Any:
    is_encrypted = isinstance(value.get("encrypted_stdout"), str)
    made: list[Any] = [["text/plain", "[encrypted_stdout]"]] if is_encrypted else []
    made += process(value.get("stdout"), value.get("stderr"), value.get("return_code"))
    return made + files(value.get("content"))


def _anthropic_view(value: dict[str, Any]) -> Any:
    text = value.get("content")
    return [
        "text/plain",
        text if isinstance(text, str) else "\n".join(sequence(value.get("lines"))),
    ]


def _anthropic_error(value: dict[str, Any]) -> Any:
    code = value["error_code"]
    return error(code, value.get("error_message", "")) if isinstance(code, str) else None


def _is_app(resource: dict[str, Any]) -> bool:
    """Whether a resource is a view of MCP Apps."""
    type_ = resource.get("mimeType")
    plain = type_.replace(" ", "").replace('"', "").lower() if isinstance(type_, str) else ""
    return plain == "text/html;profile=mcp-app"


def _resource(value: dict[str, Any]) -> Any:
    held = mapping(value.get("resource"))
    if _is_app(held):
        rest = {key: one for key, one in value.items() if key != "type"}
        return {APP_TYPE: {**rest, "resource": held}}
    return media(held.get("mimeType"), held.get("text", held.get("blob")))


def _contents(value: dict[str, Any]) -> Any:
    """Return what a server of MCP read; fields of a call may be beside it."""
    if not isinstance(value["contents"], list):
        return None
    call = {key: one for key, one in value.items() if key != "contents"}
    return [{**call, "type": "resource", "resource": one} for one in value["contents"]]


def _is_view(content: Any) -> bool:
    return _is_app(mapping(mapping(content).get("resource")))


def _tool_result(value: dict[str, Any]) -> Any:
    """MCP."""
    content = value["content"]
    if not isinstance(content, list) or "cell_type" in value or "msg_type" in value:
        return None
    if any(map(_is_view, content)):
        result = {**value, "content": [one for one in content if not _is_view(one)]}
        views = [{**mapping(one), "toolResult": result} for one in content if _is_view(one)]
        return [result, *views] if result["content"] else views
    if value.get("isError") is True:
        texts = [mapping(one).get("text") for one in content]
        return [["stderr", joined(texts)], *(one for one in content if "text" not in mapping(one))]
    return content or [["application/json", value.get("structuredContent")]]


def _gemini(value: dict[str, Any]) -> Any:
    for candidate in map(mapping, sequence(value.get("candidates"))):
        return [candidate.get("content")]
    if isinstance(value.get("parts"), list):
        return value["parts"]
    ended = _either(value, "codeExecutionResult", "code_execution_result")
    if isinstance(ended, dict):
        is_fine = ended.get("outcome") in (None, "OUTCOME_OK")
        return process(*([ended.get("output")] if is_fine else ["", ended.get("output")]))
    held = _either(value, "inlineData", "inline_data")
    if isinstance(held, dict):
        return media(_either(held, "mimeType", "mime_type"), held.get("data"))
    code = _either(value, "executableCode", "executable_code")
    return [] if isinstance(code, dict) else None


def _either(value: dict[str, Any], *names: str) -> Any:
    return next((value[name] for name in names if value.get(name) is not None), None)


def _prose(value: dict[str, Any]) -> Any:
    """Return what a model says between Gemini's other parts; thoughts are left out."""
    known = {"text", "thought", "thoughtSignature", "thought_signature"}
    rest = [one for name, one in value.items() if name not in known and one is not None]
    if rest or not isinstance(value["text"], str):
        return None
    return [] if value.get("thought") is True else ["text/markdown", value["text"]]


def _judge0(value: dict[str, Any]) -> Any:
    made = process("", value.get("compile_output")) + process(
        value.get("stdout"), value.get("stderr")
    )
    if message := joined(value.get("message")):
        made.append(["stderr", message])
    status = mapping(value.get("status"))
    if status.get("id") not in (None, 1, 2, 3):
        made.append(["log", ["error", "", "", status.get("description", "")]])
    return made


def _piston(value: dict[str, Any]) -> Any:
    made: list[Any] = []
    for one in (mapping(value.get("compile")), mapping(value.get("run"))):
        signal = one.get("signal")
        code, why = (
            (signal, "signal") if isinstance(signal, str) else (one.get("code"), "exit code")
        )
        made += process(one.get("stdout"), one.get("stderr"), code, why)
    return made


BY_TYPE: dict[str, Translate] = {
    "stdout": lambda value: process(value["text"]) if "text" in value else None,
    "stderr": lambda value: process("", value["text"]) if "text" in value else None,
    "result": bundle,
    "end_of_execution": lambda _: [],
    "number_of_executions": lambda _: [],
    "code_interpreter_call": lambda value: sequence(value.get("outputs")),
    "code_interpreter": lambda value: sequence(
        mapping(value.get("code_interpreter")).get("outputs")
    ),
    "logs": lambda value: process(value.get("logs")),
    "image": _openai_image,
    "audio": _openai_image,
    "shell_call_output": _shell,
    "local_shell_call_output": _shell,
    "code_execution_tool_result": _anthropic,
    "bash_code_execution_tool_result": _anthropic,
    "text_editor_code_execution_tool_result": _anthropic,
    "tool_result": _anthropic,
    "code_execution_result": _anthropic_result,
    "encrypted_code_execution_result": _anthropic_result,
    "bash_code_execution_result": _anthropic_result,
    "code_execution_output": lambda value: files([value]),
    "bash_code_execution_output": lambda value: files([value]),
    "text_editor_code_execution_view_result": _anthropic_view,
    "text_editor_code_execution_create_result": lambda _: [],
    "text_editor_code_execution_str_replace_result": _anthropic_view,
    "text": lambda value: ["text/plain", value["text"]] if "text" in value else None,
    "resource": _resource,
    "resource_link": lambda value: ["text/plain", value.get("uri")],
}
BY_KEY: dict[str, tuple[Translate, ...]] = {
    "logs": (_execution,),
    "exit_code": (_daytona,),
    "stdout": (_azure,),
    "error_code": (_anthropic_error,),
    "content": (_tool_result,),
    "contents": (_contents,),
    "candidates": (_gemini,),
    "executableCode": (_gemini,),
    "executable_code": (_gemini,),
    "codeExecutionResult": (_gemini,),
    "code_execution_result": (_gemini,),
    "inlineData": (_gemini,),
    "inline_data": (_gemini,),
    "parts": (_gemini,),
    "text": (_prose,),
    "compile_output": (_judge0,),
    "run": (_piston,),
}
