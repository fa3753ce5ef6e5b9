#!/bin/sh
# pyarrow writes compressed Arrow data of metadata version 4, and reads other values than it wrote.
#
# Seen with pyarrow 26.0.1 (Python 3.11): `IpcWriteOptions(compression="lz4", metadata_version=V4)` is
# accepted. V4 has no place that says how buffers are compressed: the writer compresses them all the
# same, and the reader takes them as they are, without an error. 5 comes back as 16.
#
# Fails once the values are right, or either side refuses.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install -q --disable-pip-version-check pyarrow==26.0.1
"$python" - <<'PYTHON'
import pyarrow as pa

table = pa.table({"a": pa.array([None, 5])})
found = []
for version in (pa.ipc.MetadataVersion.V5, pa.ipc.MetadataVersion.V4):
    options = pa.ipc.IpcWriteOptions(compression="lz4", metadata_version=version)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    found.append(pa.ipc.open_stream(sink.getvalue()).read_all()["a"].to_pylist())
    print(pa.__version__, version, found[-1])
raise SystemExit(found[0] != [None, 5] or found[1] == [None, 5])
PYTHON
