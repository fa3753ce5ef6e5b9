#!/bin/sh
# A client of jupyter_client for asyncio goes deaf when it sends just as a reply arrives.
#
# Seen with jupyter_client 8.10.0, pyzmq 27.3.0, ipykernel 7.4.0 (Python 3.11): a reader that waits in
# `get_shell_msg` gets neither the reply that arrived before the second request was sent, nor the
# reply to that one, nor any later one. The kernel has answered all of them: they stand in the socket
# and come at once when somebody asks the socket for its events.
# `Session.send` sends through a second, synchronous handle of the asyncio socket. ZeroMQ tells of new
# messages by an edge, which any call on the socket takes; pyzmq looks again after calls on its own
# handle, but does not know of those on the other. A busy loop or machine is all it takes: the
# requests of one burst, an interrupt and a probe behind it.
#
# Here the loop is kept busy between two requests until the first was surely answered. Fails once the
# replies arrive without help.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install -q --disable-pip-version-check \
    jupyter_client==8.10.0 pyzmq==27.3.0 ipykernel==7.4.0
cat > "$folder/deaf.py" <<'PYTHON'
import asyncio
import time

import zmq
from jupyter_client.manager import AsyncKernelManager


async def read(client, replies):
    while True:
        message = await client.get_shell_msg()
        replies.append(message["parent_header"]["msg_id"])


async def main():
    manager = AsyncKernelManager()
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    replies = []
    reader = asyncio.create_task(read(client, replies))
    await asyncio.sleep(0.5)
    client.execute("1")
    time.sleep(3)  # the reply arrives
    client.execute("2")
    await asyncio.sleep(3)
    client.execute("3")
    await asyncio.sleep(3)
    alone = len(replies)
    client.shell_channel.socket.get(zmq.EVENTS)
    await asyncio.sleep(1)
    print(f"of 3 replies, {alone} came; after the socket was asked for its events: {len(replies)}")
    reader.cancel()
    await manager.shutdown_kernel(now=True)
    return 0 if alone == 0 and len(replies) == 3 else 1


raise SystemExit(asyncio.run(main()))
PYTHON
"$python" "$folder/deaf.py"
