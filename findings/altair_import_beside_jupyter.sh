#!/bin/sh
# Altair takes several times as long to import once Jupyter Server is installed beside it.
#
# Seen with altair 6.3.0, jsonschema 4.26.0, rfc3987-syntax 1.1.0 (Python 3.11): 0.5 s of processor time without, 3.0 s with.
# Altair imports jsonschema, and jsonschema imports every checker of formats that it finds. Jupyter
# Server needs jupyter-events, which asks for jsonschema[format-nongpl], and so for rfc3987-syntax:
# that one compiles a grammar of addresses with lark as it is imported, whether or not a format is
# ever checked. A kernel that draws its first Altair chart thus waits some seconds longer in an
# environment with JupyterLab than in one without.
#
# Fails where importing with it takes less than twice the processor time of importing without.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install -q --disable-pip-version-check altair==6.3.0 jsonschema==4.26.0
cat > "$folder/import.py" <<'PYTHON'
import time
import altair
print(time.process_time())
PYTHON
least() { for _ in 1 2 3; do "$python" "$folder/import.py"; done | sort -g | head -1; }
"$python" "$folder/import.py" > /dev/null # compiles the modules
without=$(least)
"$python" -m pip install -q --disable-pip-version-check rfc3987-syntax==1.1.0 lark==1.3.1
"$python" "$folder/import.py" > /dev/null
with=$(least)
echo "importing altair: $without s of processor time, with rfc3987-syntax $with s"
"$python" -c "import sys; sys.exit(not float(sys.argv[2]) > 2 * float(sys.argv[1]))" "$without" "$with"
