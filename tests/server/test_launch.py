"""Where servers of ours listen."""

from __future__ import annotations

import asyncio
import socket

from backendai_media.server.launch import listen


def test_small_messages_are_sent_at_once() -> None:
    """Otherwise the second one waits until the first is acknowledged, 40 ms."""

    async def options() -> tuple[int, int]:
        made: asyncio.Future[asyncio.StreamWriter] = asyncio.get_running_loop().create_future()

        def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            made.set_result(writer)

        with listen("127.0.0.1", 0) as listener:
            port = listener.getsockname()[1]
            async with await asyncio.start_server(connected, sock=listener):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                other = await made
                sockets = [one.get_extra_info("socket") for one in (other, writer)]
                found = [one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for one in sockets]
                for one in (writer, other):
                    one.close()
                    await one.wait_closed()
                return found[0], found[1]

    of_server, of_client = asyncio.run(options())
    assert of_server
    assert of_client
