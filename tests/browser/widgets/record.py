"""Records what a real kernel sends for `CELLS`: `python -m tests.browser.widgets.record`.

Traits that are null are left out, which Layout models have dozens of.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .cells import CELLS

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient

FILE = Path(__file__).with_name("recorded.json")


def plain(message: dict[str, Any]) -> dict[str, Any]:
    """Return what a host passes on of a message of a kernel's client."""
    kept = {
        "msg_type": message["msg_type"],
        "parent_header": {"msg_id": message["parent_header"].get("msg_id")},
        "content": message["content"],
    }
    buffers = [base64.b64encode(bytes(one)).decode() for one in message.get("buffers") or []]
    return {**kept, "buffers": buffers} if buffers else kept


def run(client: BlockingKernelClient, code: str) -> list[dict[str, Any]]:
    """Run a cell; → its messages until the kernel is idle."""
    request = client.execute(code)
    messages = []
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        messages.append(plain(message))
        if message["content"].get("execution_state") == "idle":
            return messages


def record() -> dict[str, Any]:
    """Run all cells but those that need somebody who answers."""
    from tests.conftest import started

    with started({}) as client:
        found: dict[str, Any] = {
            name: run(client, code) for name, code in CELLS.items() if name != "live"
        }
    state = "".join(one["content"].get("text", "") for one in found.pop("state"))
    views = [
        {"output_type": "display_data", "data": one["content"]["data"], "metadata": {}}
        for name in ("tqdm", "interact", "board")
        for one in found[name]
        if one["msg_type"] == "display_data"
    ]
    widgets = {"application/vnd.jupyter.widget-state+json": json.loads(state)}
    found["notebook"] = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"widgets": widgets},
        "cells": [{"cell_type": "code", "source": "", "metadata": {}, "outputs": views}],
    }
    return found


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


if __name__ == "__main__":
    kept = {
        name: [without_nulls(one) for one in value if one["msg_type"] != "execute_input"]
        if isinstance(value, list)
        else value
        for name, value in record().items()
    }
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in kept.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
