"""Runs a program of docs/platforms.md with a platform's real client, whose service is a server here.

`python run.py PLATFORM SITE_PACKAGES < program` prints the page that it made.
"""

import asyncio
import json
import os
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.append(sys.argv[2])  # what the project needs

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
OUTPUTS = [
    {"type": "logs", "logs": "out\n"},
    {"type": "image", "url": f"data:image/png;base64,{PNG}"},
]
CALL = {"type": "code_interpreter_call", "id": "c", "container_id": "c", "status": "completed"}
RESPONSE = {
    "id": "r",
    "object": "response",
    "created_at": 0,
    "model": "m",
    "output": [{**CALL, "outputs": OUTPUTS}],
}
RAN = {
    "type": "bash_code_execution_result",
    "stdout": "out\n",
    "stderr": "",
    "return_code": 0,
    "content": [],
}
BLOCK = {"type": "bash_code_execution_tool_result", "tool_use_id": "t", "content": RAN}
MESSAGE = {
    "id": "m",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [BLOCK],
    "usage": {},
}
PARTS = [
    {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "out\n"}},
    {"inlineData": {"mimeType": "image/png", "data": PNG}},
]
ANSWERS = {
    "OpenAI": RESPONSE,
    "Anthropic": MESSAGE,
    "Gemini": {"candidates": [{"content": {"role": "model", "parts": PARTS}}]},
    # Judge0's
    "Services with an HTTP interface": {
        "stdout": "out\n",
        "stderr": None,
        "compile_output": None,
        "status": {"id": 3},
    },
}


@contextmanager
def service(answer):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            content = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield address
    finally:
        server.shutdown()


def run(platform: str, program: str) -> str:
    space: dict = {}
    with service(ANSWERS.get(platform)) as address:
        for name in ("OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "GOOGLE_GEMINI_BASE_URL"):
            os.environ[name] = address
        for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY"):
            os.environ[name] = "key"
        if platform == "E2B":
            # Its sandboxes are elsewhere: this is all of its client that is not used.
            from e2b_code_interpreter import Execution, Logs, Result, Sandbox

            class Local:
                def __enter__(self):
                    return self

                def __exit__(self, *_):
                    pass

                def run_code(self, code):
                    return Execution([Result(png=PNG)], Logs(["out\n"]))

            Sandbox.create = Local
        exec(program, space)
        if platform == "MCP":
            from mcp.server.mcpserver import Image, MCPServer

            server = MCPServer("s")

            @server.tool()
            def plot(points: int) -> list:
                import base64

                return ["out", Image(data=base64.b64decode(PNG), format="png")]

            return asyncio.run(space["call"](server))
        if platform == "Services with an HTTP interface":
            return space["run"](address, {"source_code": "1"})
        return space["page"]


print(run(sys.argv[1], sys.stdin.read()))
