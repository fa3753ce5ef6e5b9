"""Values of platforms' answers, made by the types of their own packages, as JSON.

Run in an environment with the packages of `platforms.txt`. Prints {name: [value, [texts that must arrive]]}.
"""

import json
from typing import Any

import anthropic.types as anthropic
import mcp_types as mcp
from databricks.sdk.service import compute
from e2b_code_interpreter import Execution, ExecutionError, Logs, Result
from google.genai import types as google
from nbformat import v4 as nbformat
from openai.types.beta.threads.runs import CodeInterpreterToolCall
from openai.types.responses import (
    ResponseCodeInterpreterToolCall,
    ResponseFunctionShellToolCallOutput,
)

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
TABLE = "<table><tr><td>cell</td></tr></table>"
FOUND: dict[str, tuple[Any, list[str]]] = {}


def add(name: str, value: Any, *texts: str) -> None:
    assert name not in FOUND
    FOUND[name] = (value, list(texts))


def dump(model: Any, **options: Any) -> Any:
    return model.model_dump(mode="json", **options)


def of_anthropic() -> None:
    def code(content: dict[str, Any]) -> Any:
        block = {"type": "code_execution_tool_result", "tool_use_id": "u", "content": content}
        return dump(anthropic.CodeExecutionToolResultBlock.model_validate(block))

    def bash(content: dict[str, Any]) -> Any:
        block = {"type": "bash_code_execution_tool_result", "tool_use_id": "u", "content": content}
        return dump(anthropic.BashCodeExecutionToolResultBlock.model_validate(block))

    def editor(content: dict[str, Any]) -> Any:
        kind = "text_editor_code_execution_tool_result"
        block = {"type": kind, "tool_use_id": "u", "content": content}
        return dump(anthropic.TextEditorCodeExecutionToolResultBlock.model_validate(block))

    ran = {"stdout": "out\n", "stderr": "err\n", "return_code": 0}
    failed = {"stdout": "out\n", "stderr": "", "return_code": 3}
    output = {"type": "code_execution_output", "file_id": "file_1"}
    add(
        "anthropic: code",
        code({"type": "code_execution_result", "content": [output], **ran}),
        *("out\n", "err\n", "file_1"),
    )
    add(
        "anthropic: code that failed",
        code({"type": "code_execution_result", "content": [], **failed}),
        *("out\n", "exit code 3"),
    )
    encrypted = {"encrypted_stdout": "Zm9v", "stderr": "err\n", "return_code": 0}
    add(
        "anthropic: code whose output is encrypted",
        code({"type": "encrypted_code_execution_result", "content": [], **encrypted}),
        *("err\n", "encrypted"),
    )
    error = {"error_code": "execution_time_exceeded"}
    add(
        "anthropic: code, an error",
        code({"type": "code_execution_tool_result_error", **error}),
        "execution_time_exceeded",
    )
    add(
        "anthropic: bash",
        bash({"type": "bash_code_execution_result", "content": [], **ran}),
        *("out\n", "err\n"),
    )
    add(
        "anthropic: bash, an error",
        bash({"type": "bash_code_execution_tool_result_error", **error}),
        "execution_time_exceeded",
    )
    kind = "text_editor_code_execution"
    viewed = {"content": "line 1\n", "file_type": "text", "num_lines": 1, "start_line": 1}
    add(
        "anthropic: a file that was viewed",
        editor({"type": f"{kind}_view_result", "total_lines": 1, **viewed}),
        "line 1\n",
    )
    lines = {"lines": ["-old", "+new"], "old_start": 1, "old_lines": 1, "new_start": 1}
    add(
        "anthropic: a file that was changed",
        editor({"type": f"{kind}_str_replace_result", "new_lines": 1, **lines}),
        *("-old", "+new"),
    )
    add(
        "anthropic: a file that was created",
        editor({"type": f"{kind}_create_result", "is_file_update": False}),
    )
    missing = {"error_code": "file_not_found", "error_message": "no such file"}
    add(
        "anthropic: a file, an error",
        editor({"type": f"{kind}_tool_result_error", **missing}),
        "file_not_found",
    )


def of_openai() -> None:
    outputs = [
        {"type": "logs", "logs": "out\n"},
        {"type": "image", "url": f"data:image/png;base64,{PNG}"},
    ]
    call = {"type": "code_interpreter_call", "id": "i", "container_id": "c", "status": "completed"}
    add(
        "openai: code interpreter",
        dump(
            ResponseCodeInterpreterToolCall.model_validate(
                {**call, "code": "1", "outputs": outputs}
            )
        ),
        *("out\n", PNG),
    )
    shell = {
        "type": "shell_call_output",
        "id": "i",
        "call_id": "c",
        "status": "completed",
        "output": [
            {"stdout": "out\n", "stderr": "err\n", "outcome": {"type": "exit", "exit_code": 0}},
            {"stdout": "", "stderr": "", "outcome": {"type": "exit", "exit_code": 3}},
            {"stdout": "", "stderr": "", "outcome": {"type": "timeout"}},
        ],
    }
    add(
        "openai: shell",
        dump(ResponseFunctionShellToolCallOutput.model_validate(shell)),
        *("out\n", "err\n", "exit code 3", "timed out"),
    )
    assistant = {
        "type": "code_interpreter",
        "id": "i",
        "code_interpreter": {
            "input": "1",
            "outputs": [
                {"type": "logs", "logs": "out\n"},
                {"type": "image", "image": {"file_id": "file-1"}},
            ],
        },
    }
    add(
        "openai: assistant",
        dump(CodeInterpreterToolCall.model_validate(assistant)),
        "out\n",
        "file-1",
    )


def of_google() -> None:
    parts = [
        google.Part.from_executable_code(code="print(1)", language=google.Language.PYTHON),
        google.Part.from_code_execution_result(outcome=google.Outcome.OUTCOME_OK, output="out\n"),
        google.Part.from_bytes(data=b"\xfb\xff\xbf\x89PNG", mime_type="image/png"),
        google.Part.from_text(text="said"),
    ]
    failed = google.Part.from_code_execution_result(
        outcome=google.Outcome.OUTCOME_FAILED, output="NameError: x"
    )
    content = google.Content(role="model", parts=parts)
    candidate = google.Candidate(content=content)
    response = google.GenerateContentResponse(candidates=[candidate])
    for case, options in (
        ("as sent", {"exclude_none": True, "by_alias": True}),
        ("as Python has them", {"exclude_none": True}),
        ("with all fields", {}),
    ):
        add(
            f"google: parts, {case}",
            [dump(part, **options) for part in parts],
            *("out\n", "image/png", "+/+/iVBORw==", "said"),
        )
        add(f"google: a content, {case}", dump(content, **options), "out\n", "image/png", "said")
        add(f"google: a response, {case}", dump(response, **options), "out\n", "image/png", "said")
        add(f"google: a failure, {case}", dump(failed, **options), "NameError: x")


def of_mcp() -> None:
    text = mcp.TextContent(type="text", text="said")
    image = mcp.ImageContent(type="image", data=PNG, mime_type="image/png")
    audio = mcp.AudioContent(type="audio", data="UklGRg==", mime_type="audio/wav")
    contents = mcp.TextResourceContents(
        uri="file:///a.md", mime_type="text/markdown", text="# head"
    )
    blob = mcp.BlobResourceContents(uri="file:///a.png", mime_type="image/png", blob=PNG)
    resources = [mcp.EmbeddedResource(type="resource", resource=one) for one in (contents, blob)]
    link = mcp.ResourceLink(type="resource_link", name="a.csv", uri="https://example.org/a.csv")
    options = {"by_alias": True, "exclude_none": True}
    for one, texts in (
        *((text, ["said"]), (image, [PNG]), (audio, ["UklGRg==", "audio/wav"])),
        *((resources[0], ["# head"]), (resources[1], [PNG]), (link, ["https://example.org/a.csv"])),
    ):
        kind = one.resource.mime_type if one in resources else one.type
        add(f"mcp: {one.type} {kind}", dump(one, **options), *texts)
    every = mcp.CallToolResult(content=[text, image, audio, *resources, link])
    add("mcp: all of them", dump(every, **options), "said", PNG, "UklGRg==", "# head", "a.csv")
    structured = mcp.CallToolResult(
        content=[mcp.TextContent(type="text", text='{"a": 1}')], structured_content={"a": 1}
    )
    add("mcp: structured", dump(structured, **options), "a")
    failed = mcp.CallToolResult(content=[text], is_error=True)
    add("mcp: an error", dump(failed, **options), "said")


def of_e2b() -> None:
    execution = Execution(
        results=[
            Result(text="<Figure>", png=PNG, is_main_result=True),
            Result(text="df", html=TABLE),
            Result(text="m", markdown="**bold**"),
            Result(text="l", latex="$x$"),
            Result(json={"key": 1}),
            Result(svg="<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ],
        logs=Logs(stdout=["out\n"], stderr=["err\n"]),
        error=ExecutionError(name="NameError", value="x", traceback="trace"),
        execution_count=1,
    )
    add(
        "e2b: an execution",
        json.loads(execution.to_json()),
        *("out\n", "err\n", PNG, "cell", "**bold**", "$x$", "key", "svg", "NameError"),
    )


def of_databricks() -> None:
    kinds = compute.ResultType
    table = compute.Results(
        result_type=kinds.TABLE,
        schema=[{"name": "column", "type": '"string"'}],
        data=[["cell"]],
        truncated=False,
    )
    for name, result, texts in (
        ("a table", table, ["column", "cell"]),
        ("text", compute.Results(result_type=kinds.TEXT, data="said"), ["said"]),
        (
            "an image",
            compute.Results(result_type=kinds.IMAGE, file_name=f"data:image/png;base64,{PNG}"),
            [PNG],
        ),
        (
            "an error",
            compute.Results(result_type=kinds.ERROR, cause="trace", summary="NameError"),
            ["trace"],
        ),
    ):
        status = compute.CommandStatusResponse(
            id="1", status=compute.CommandStatus.FINISHED, results=result
        )
        add(f"databricks: {name}", status.as_dict(), *texts)


def of_nbformat() -> None:
    outputs = [
        nbformat.new_output("stream", name="stderr", text="err\n"),
        nbformat.new_output("display_data", {"image/png": PNG, "text/plain": "<Figure>"}),
        nbformat.new_output("error", ename="NameError", evalue="x", traceback=["trace"]),
    ]
    cell = nbformat.new_code_cell("1", outputs=outputs)
    add(
        "nbformat: a notebook",
        json.loads(json.dumps(nbformat.new_notebook(cells=[cell]))),
        *("err\n", PNG, "trace"),
    )


for make in (of_anthropic, of_openai, of_google, of_mcp, of_e2b, of_databricks, of_nbformat):
    make()
print(json.dumps(FOUND))
