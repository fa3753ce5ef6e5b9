"""What drawings cost a kernel."""

import subprocess
import sys
import time

from backendai_media.drawing import Canvas, encode_commands


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True)


def test_importing_needs_msgspec_only_and_little_time() -> None:
    code = "import sys; import backendai_media.drawing; print(*sys.modules)"
    loaded = {name.split(".")[0] for name in run("-c", code).stdout.split()}
    bare = {
        name.split(".")[0] for name in run("-c", "import sys; print(*sys.modules)").stdout.split()
    }
    third = loaded - bare - sys.stdlib_module_names
    assert third - {"typing_extensions"} == {"backendai_media", "msgspec"}  # msgspec may use it

    def milliseconds() -> float:
        statement = "import backendai_media.drawing"
        code = f"import time; a = time.process_time(); {statement}; print(time.process_time() - a)"
        return float(run("-c", code).stdout) * 1000

    # The least of several: everything else that the machine does only adds.
    assert min(milliseconds() for _ in range(5)) < 60


def test_a_hundred_thousand_commands_in_half_a_second() -> None:
    def seconds() -> float:
        start = time.process_time()
        canvas = Canvas(1000, 1000)
        for number in range(100_000):
            canvas.line(number, 1.5, 3, 4.5)
        assert len(encode_commands(canvas.commands)) < 6_500_000
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.5
