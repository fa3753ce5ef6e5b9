"""The loop of docs/run-loop.md, as it stands there, with a session's answers."""

from __future__ import annotations

import re

from .stage import HERE, Stage

ANSWERS = [
    {"status": "continued", "runId": "r", "console": [["stdout", "one "]]},
    {"status": "continued", "runId": "r", "console": []},
    {"status": "build-finished", "runId": "r", "exitCode": 0, "console": [["stdout", "two\n"]]},
    {
        "status": "waiting-input",
        "runId": "r",
        "console": [["stdout", "name? "]],
        "options": {"is_password": False},
    },
    {"status": "waiting-input", "runId": "r", "console": [], "options": {"is_password": True}},
    {
        "status": "finished",
        "runId": "r",
        "exitCode": 3,
        "console": [["stdout", "hello"]],
        "files": [{"name": "a.csv", "url": "https://files.example/a.csv", "size": 2500}],
    },
]
START = """(source, answers) => {
  window.sent = [];
  const execute = (body) => {
    sent.push([body.mode, body.code, body.runId]);
    return Promise.resolve({ result: answers[sent.length - 1] });
  };
  const run = new Function(`${source}; return run;`)();
  run(execute, 'code', 'r', document.querySelector('#out')).then(result => (window.result = result));
}"""
ANSWER = """text => {
  const form = [...document.querySelectorAll('#out form')].find(it => !it.querySelector('input').readOnly);
  form.querySelector('input').value = text;
  form.requestSubmit();
}"""


def test_the_loop(stage: Stage) -> None:
    page = (HERE.parents[1] / "docs/run-loop.md").read_text(encoding="utf-8")
    (source,) = re.findall(r"```js\n(.*?)```", page, re.DOTALL)
    stage.open()
    stage.js(START, source, ANSWERS)
    for number, (text, kind) in enumerate((("Ada", "text"), ("secret", "password"))):
        stage.wait(
            "n => document.querySelectorAll('#out form').length === n + 1"
            " && document.querySelectorAll('#out form button').length === 1",
            number,
        )
        field = "[...document.querySelectorAll('#out input')].at(-1)"
        assert stage.js(f"() => {field}.type") == kind
        stage.js(ANSWER, text)
    stage.wait("() => window.result")
    assert [one[:2] for one in stage.js("() => sent")] == [
        ["query", "code"],
        ["continue", ""],
        ["continue", ""],
        ["continue", ""],
        ["input", "Ada"],
        ["input", "secret"],
    ]
    assert len({one[2] for one in stage.js("() => sent")}) == 1
    items = stage.items()
    assert [kind for kind, _ in items] == ["stdout", "input", "input", "stdout", "log", "text/html"]
    assert items[0][1].strip() == "one two"
    assert "exit code 3" in items[4][1]
    assert "a.csv (2.5 kB)" in items[5][1]
    assert "secret" not in stage.text()
    assert stage.js(
        "() => __probe.all('#out .backendai-html a, a').map(it => it.getAttribute('href'))"
    ) == ["https://files.example/a.csv"]
    assert stage.probe("errors") == []
