"""A screen that nobody sees."""

from __future__ import annotations

import os
import subprocess


def start() -> tuple[subprocess.Popen[bytes], str]:
    """Starts Xvfb on a display that it chooses itself; → its process and the display's name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    if not number:
        raise OSError("Xvfb did not start")
    return process, f":{number}"
