#!/bin/sh
# pyarrow reads columns of two of Arrow's three interval types, but not their values.
#
# Seen with pyarrow 26.0.1 (Python 3.11): intervals of months, and of days and milliseconds, which other
# implementations write, have types (`month_interval`, `day_time_interval`). An array of them, so also a
# chunk of a column that was read, raises `KeyError: 21` or `KeyError: 22`, the numbers of the types in
# C++. Only `month_day_nano_interval` has values.
#
# Fails once both can be read, or another error is raised.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install -q --disable-pip-version-check pyarrow==26.0.1
"$python" - <<'PYTHON'
import ctypes

import pyarrow as pa


class Schema(ctypes.Structure):
    """`ArrowSchema` of Arrow's C data interface."""


Release = ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))
Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", Release),
    ("private_data", ctypes.c_void_p),
]


@Release
def release(schema):
    schema.contents.release = Release(0)


found = []
for form, width in ((b"tiM", 4), (b"tiD", 8), (b"tin", 16)):
    schema = Schema(form, b"", None, 0, 0, None, None, release, None)
    type_ = pa.DataType._import_from_c(ctypes.addressof(schema))
    content = pa.py_buffer(b"\1" + bytes(width - 1))
    try:
        found.append(str(pa.Array.from_buffers(type_, 1, [None, content]).to_pylist()))
    except KeyError as error:
        found.append(f"KeyError: {error}")
    print(pa.__version__, type_, found[-1])
raise SystemExit(found[:2] != ["KeyError: 21", "KeyError: 22"] or "months=1" not in found[2])
PYTHON
