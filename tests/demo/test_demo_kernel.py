"""The WebSocket and the kernel behind it, as a page uses them."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from websockets.exceptions import ConnectionClosed

from backendai_media.demo.kernel import Kernel
from tests import FULL
from tests.terminal.conftest import in_loop

from .conftest import PATIENCE, Client, Server


def test_demo_outputs_come_in_order_and_as_they_are_made(client: Client) -> None:
    run = client.submit(
        "import sys, time\nfrom IPython.display import display, HTML\n"
        "print('one', flush=True); time.sleep(.3)\ndisplay(HTML('<b>two</b>'))\n"
        "print('three', file=sys.stderr, flush=True)\n4"
    )
    first = client.until(lambda e: e["type"] == "output")
    assert first["message"]["content"]["text"] == "one\n"
    assert not [e for e in client.events if e["type"] == "finished"], "it came before the end"
    end = client.finish(run)
    assert end["outcome"] == "ok"
    kinds = [m["msg_type"] for m in client.messages(run)]
    assert kinds == ["stream", "display_data", "stream", "execute_result"]
    assert [e["type"] for e in client.events if e.get("run") == run][:2] == ["submitted", "started"]
    client.kernel("idle")


def test_demo_the_kernel_finds_modules_where_it_was_started(
    make_server: Callable[..., Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("mine", "log"):  # the playground has a module of that name, too
        (tmp_path / f"{name}.py").write_text(f"who = 'my {name}'")
    monkeypatch.chdir(tmp_path)
    with make_server().client() as client:
        client.kernel("idle")
        end, messages = client.run("import mine, log; print(mine.who, log.who)")
        assert end["outcome"] == "ok"
        assert messages[0]["content"]["text"] == "my mine my log\n"


def test_demo_an_error_skips_what_waits_behind_it(client: Client) -> None:
    first = client.submit("import time; time.sleep(.5); 1/0")
    second = client.submit("print('never')")
    assert client.finish(first)["outcome"] == "error"
    assert client.messages(first)[-1]["content"]["ename"] == "ZeroDivisionError"
    assert client.finish(second)["outcome"] == "skipped"
    assert client.messages(second) == []
    assert client.run("print('on it goes')")[0]["outcome"] == "ok"


def test_demo_updates_and_clears_pass_through(client: Client) -> None:
    _, messages = client.run(
        "from IPython.display import display, clear_output\n"
        "h = display('a', display_id='x')\nh.update('b')\nclear_output(wait=True)\nprint('c')"
    )
    kinds = [m["msg_type"] for m in messages]
    assert kinds == ["display_data", "update_display_data", "clear_output", "stream"]
    assert messages[1]["content"]["transient"]["display_id"] == "x"
    assert messages[2]["content"]["wait"] is True


def test_demo_last_values_are_shown_as_by_display(client: Client) -> None:
    code = "import plotly.graph_objects as go; go.Figure(go.Bar(y=[1, 2]))"
    (figure,) = client.run(code)[1]
    assert "application/vnd.plotly.v1+json" in figure["content"]["data"]
    code = "import altair as alt; alt.Chart(alt.Data(values=[{'a': 1}])).mark_bar().encode(x='a:Q')"
    (chart,) = client.run(code)[1]
    assert "application/vnd.vegalite.v6+json" in chart["content"]["data"]
    code = "import matplotlib.pyplot as plt; from matplotlib.animation import FuncAnimation\n"
    code += "moving = FuncAnimation(plt.figure(), lambda n: [], frames=2); plt.close(); moving"
    (animation,) = client.run(code)[1]
    assert set(animation["content"]["data"]) - {"text/plain"}


def test_demo_turtle_is_ours(client: Client) -> None:
    (drawing,) = client.run("import turtle; turtle.fd(9)")[1]
    assert "application/x-sorna-drawing" in drawing["content"]["data"]
    run = client.submit("print(turtle.textinput('Name', 'Who?'))")
    asked = client.until(lambda e: e["type"] == "question")
    assert asked["prompt"] == "Name: Who? "
    client.send(type="reply", request=asked["request"], text="Ada")
    assert client.finish(run)["outcome"] == "ok"
    assert client.text(run).endswith("Ada\n")


def test_demo_what_a_pager_would_show_is_shown(client: Client) -> None:
    end, (page,) = client.run("len?")
    assert end["outcome"] == "ok"
    assert "Return the number of items" in page["content"]["data"]["text/plain"]


@in_loop
async def test_demo_a_reply_that_comes_while_the_next_run_is_sent() -> None:
    replies: asyncio.Queue[str] = asyncio.Queue()

    class Listener:
        def __getattr__(self, name: str) -> Callable[..., None]:
            return lambda *arguments, **options: None

        def on_reply(self, run: str, status: str, count: int | None) -> None:
            replies.put_nowait(run)

    kernel = Kernel(Listener())
    await kernel.start()
    try:
        await asyncio.sleep(0.1)  # the readers wait
        first = kernel.execute("1")
        time.sleep(1)  # noqa: ASYNC251 - a busy process: the reply is there before the loop looks
        second = kernel.execute("2")
        async with asyncio.timeout(PATIENCE):
            assert [await replies.get(), await replies.get()] == [first, second]
    finally:
        await kernel.close()


def test_demo_questions_are_answered(client: Client) -> None:
    run = client.submit(
        "from getpass import getpass\na = input('name? ')\n"
        "b = getpass('word? ')\nprint(repr((a, b)))"
    )
    question = client.until(lambda e: e["type"] == "question")
    assert (question["run"], question["prompt"], question["password"]) == (run, "name? ", False)
    client.send(type="reply", request="another", text="not this")
    client.send(type="reply", request=question["request"], text='Ann "ü" 한')
    client.until(lambda e: e["type"] == "answered")
    question = client.until(lambda e: e["type"] == "question")
    assert (question["prompt"], question["password"]) == ("word? ", True)
    client.send(type="reply", request=question["request"], text="hidden")
    client.finish(run)
    text = client.text(run)
    assert "('Ann \"ü\" 한', 'hidden')" in text
    assert text.startswith('name? Ann "ü" 한\nword? ••••••••\n')
    assert text.count("hidden") == 1, "it is never echoed"


def test_demo_an_open_question_waits_for_the_next_page_and_can_be_interrupted(
    server: Server, client: Client
) -> None:
    run = client.submit("input('still there? ')")
    asked = client.until(lambda e: e["type"] == "question")
    with server.client() as other:
        assert other.until(lambda e: e["type"] == "question")["request"] == asked["request"]
        other.send(type="interrupt")
        assert other.finish(run)["outcome"] == "error"
    client.until(lambda e: e["type"] == "answered")
    with server.client() as later:
        later.finish(run)
        assert "question" not in {e["type"] for e in later.events}


def test_demo_interrupt(client: Client) -> None:
    run = client.submit("print('go', flush=True)\nwhile True: pass")
    client.until(lambda e: e["type"] == "output")
    client.send(type="interrupt")
    assert client.finish(run)["outcome"] == "error"
    assert client.messages(run)[-1]["content"]["ename"] == "KeyboardInterrupt"


def test_demo_every_run_ends_however_often_it_is_interrupted(client: Client) -> None:
    """An interrupt can hit the kernel while it answers an earlier one, and that answer is lost."""
    for pause in range(60 if FULL else 6):
        run = client.submit("input('? ')")
        client.until(lambda e: e["type"] == "question")
        for _ in range(3):
            client.send(type="interrupt")
            time.sleep(pause / 3000)
        assert client.finish(run)["outcome"] in ("error", "stopped")
    client.reset()
    end, _ = client.run("1 + 1")
    assert end["outcome"] == "ok"


def test_demo_two_pages_see_the_same(server: Server, client: Client) -> None:
    with server.client() as other:
        run = client.submit("x = 41\nprint(x)")
        client.finish(run)
        other.finish(run)
        assert other.text(run) == "41\n"
        end, messages = other.run("x + 1")
        assert messages[-1]["content"]["data"]["text/plain"] == "42"
        client.finish(end["run"])
        assert client.messages(end["run"]) == messages


def test_demo_a_page_that_comes_later_sees_what_runs(server: Server, client: Client) -> None:
    run = client.submit("import time\nfor n in range(30): print(n, flush=True); time.sleep(.05)")
    client.until(lambda e: e["type"] == "output")
    client.socket.close()
    with server.client() as later:
        assert later.finish(run)["outcome"] == "ok"
        assert later.text(run) == "".join(f"{n}\n" for n in range(30))


def test_demo_threads_write_after_the_end(client: Client) -> None:
    run = client.submit(
        "import threading, time\ndef late():\n    time.sleep(.4); print('late', flush=True)\n"
        "threading.Thread(target=late).start()"
    )
    client.finish(run)
    client.until(lambda e: e["type"] == "output")
    assert client.text(run) == "late\n"


def test_demo_printed_messages_stay_text(client: Client) -> None:
    line = json.dumps({"type": "kernel", "state": "dead", "reason": "printed"})
    end, messages = client.run(f"print('\\n' + {line!r} + '\\n')")
    assert messages[0]["content"]["text"] == f"\n{line}\n\n"
    assert not [e for e in client.events if e.get("reason") == "printed"]
    client.run(json.dumps({"type": "restart"}))
    assert {e["state"] for e in client.events if e["type"] == "kernel"} <= {"idle", "busy"}
    assert end["outcome"] == "ok"


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "{",
        "null",
        "[]",
        '"run"',
        "{}",
        '{"type": "nothing"}',
        '{"type": "run"}',
        '{"type": "run", "code": 5}',
        '{"type": "ack", "id": 1e99}',
        '{"type": "ack", "id": -5}',
        '{"type": "ack", "id": 99999999999}',
        '{"type": "reply", "request": "", "text": ""}',
        '{"type": "run", "code": "\\ud800"}',
        "[" * 100_000,
        b"\xff\xfe\x00",
        b"",
        "\x00",
    ],
    ids=lambda garbage: repr(garbage)[:30],
)
def test_demo_garbage_does_no_harm(client: Client, garbage: str | bytes) -> None:
    client.socket.send(garbage)
    assert client.run("print('fine')")[0]["outcome"] in ("ok", "skipped")
    assert client.run("print('fine')")[0]["outcome"] == "ok"


def test_demo_much_garbage_ends_the_connection_only(server: Server, client: Client) -> None:
    def chatter() -> None:
        for _ in range(30):
            client.socket.send("?")
        client.until(lambda e: False)

    with pytest.raises(ConnectionClosed) as closed:
        chatter()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008
    with server.client() as other:
        assert other.run("1")[0]["outcome"] == "ok"


def test_demo_a_huge_message_ends_the_connection_only(server: Server, client: Client) -> None:
    def send_much() -> None:
        client.send(type="run", code="#" * 2_000_000)
        client.until(lambda e: False)

    with pytest.raises(ConnectionClosed) as closed:
        send_much()
    # TCP resets who still sends, perhaps before the reason was read.
    assert closed.value.rcvd is None or closed.value.rcvd.code == 1009
    with server.client() as other:
        assert other.run("1")[0]["outcome"] == "ok"


def test_demo_too_many_runs_are_refused_in_words(client: Client) -> None:
    first = client.submit("import time; time.sleep(30)")
    client.until(lambda e: e["type"] == "started")
    for n in range(60):
        client.send(type="run", code=f"{n}")
    notice = client.until(lambda e: e["type"] == "notice")
    assert "waiting" in notice["text"]
    client.send(type="interrupt")
    assert client.finish(first)["outcome"] == "error"
    client.kernel("idle")


@pytest.fixture
def own(make_server: Callable[..., Server]) -> Server:
    """A server whose kernel may die."""
    return make_server()


def test_demo_a_kernel_that_dies_is_told_and_replaced(own: Server) -> None:
    with own.client() as client:
        client.kernel("idle")
        run = client.submit(
            "import os; import time; print('last words', flush=True); time.sleep(.3); os._exit(3)"
        )
        assert "code 3" in client.kernel("dead")["reason"]
        assert client.finish(run)["outcome"] == "stopped"
        assert client.text(run) == "last words\n"
        client.send(type="run", code="1")
        assert "not executed" in client.until(lambda e: e["type"] == "notice")["text"]
        client.send(type="restart")
        client.kernel("idle")
        run = client.submit("print('again', flush=True); import time; time.sleep(60)")
        client.until(lambda e: e["type"] == "output")
        (kernel,) = own.kernels()
        kernel.send_signal(signal.SIGKILL)
        assert "SIGKILL" in client.kernel("dead")["reason"]
        client.send(type="restart")
        client.kernel("idle")
        run = client.submit("import time; time.sleep(60)")
        client.until(lambda e: e["type"] == "started")
        client.send(type="restart")
        assert client.finish(run)["outcome"] == "stopped"
        client.kernel("idle")
        assert client.run("'run' in dir()")[1][0]["content"]["data"]["text/plain"] == "False"


def test_demo_a_flood_is_bounded_whole_and_can_be_interrupted(own: Server) -> None:
    megabytes = 100 if FULL else 8
    line = "\x1b[32m" + "x" * 94
    with own.client() as reader, Client(own, acknowledge=False) as sleeper:
        reader.kernel("idle")
        process = psutil.Process(own.process.pid)
        before = process.memory_info().rss
        run = reader.submit(f"for n in range({megabytes * 10_000}): print({line!r})")
        peak = 0
        end = None
        while end is None:
            events = reader.receive()
            peak = max(peak, process.memory_info().rss)
            end = next((e for e in events if e["type"] == "finished"), None)
        assert end["outcome"] == "ok"
        text = reader.text(run)
        assert len(text) == megabytes * 1_000_000, "nothing is lost"
        assert peak - before < 80_000_000
        reader.events.clear()

        # Also for a page that is late: it need not take all that came before first.
        # It pauses, since what a busy machine's server has not read yet is in ZeroMQ's memory.
        code = f"import time\nwhile True: print({line!r} * 100); time.sleep(0.001)"
        endless = reader.submit(code)
        while len(reader.text(endless)) < 4_000_000:
            reader.receive()
        sleeper.send(type="interrupt")
        sleeper.kernel("idle")
        assert len(sleeper.events) < 100
        assert reader.finish(endless)["outcome"] == "error"
        assert process.memory_info().rss - before < 80_000_000


def test_demo_many_small_outputs_are_not_dropped(own: Server) -> None:
    count = 20_000 if FULL else 2000
    with own.client() as client:
        client.kernel("idle")
        _, messages = client.run(
            "from IPython.display import display\n"
            f"for n in range({count}): display({{'text/plain': str(n)}}, raw=True)"
        )
        shown = [
            m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "display_data"
        ]
        assert shown == [str(n) for n in range(count)]
