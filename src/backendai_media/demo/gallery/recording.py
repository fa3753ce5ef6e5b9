# order: 43
# title: Recording
# about: A program in a terminal, played again
# needs: termios
import json
import os
import pty
import subprocess
import sys
import time

from backendai_media import display

program = r"""
import time
for n in range(40):
    bar = '█' * n + '░' * (39 - n)
    print(f'\r\x1b[3{n // 7 + 1}m{bar}\x1b[0m {100 * n // 39:3}%', end='', flush=True)
    time.sleep(0.03)
print('\nDone: \x1b[1;32mall green\x1b[0m')
"""
terminal, inside = pty.openpty()
command = [sys.executable, "-c", program]
process = subprocess.Popen(command, stdin=inside, stdout=inside, stderr=inside)
os.close(inside)

lines = [json.dumps({"version": 2, "width": 60, "height": 6, "title": "A progress bar"})]
start = time.monotonic()
while True:
    try:
        output = os.read(terminal, 4096)
    except OSError:  # the program has ended
        output = b""
    if not output:
        break
    moment = round(time.monotonic() - start, 3)
    lines.append(json.dumps([moment, "o", output.decode(errors="replace")]))
process.wait()
os.close(terminal)
display(("application/vnd.asciinema.asciicast", "\n".join(lines)))
