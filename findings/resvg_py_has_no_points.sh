#!/bin/sh
# resvg_py refuses an SVG whose size is in points, as matplotlib writes it, unless it is told a resolution.
#
# Seen with resvg_py 0.5.0 (Python 3.11): `svg_to_bytes(svg_string=…)` of `width="72pt"` raises
# "SVG has an invalid size": the resolution is 0 by default, and so is every length in
# physical units. With `dpi=96`, which CSS and resvg's own program have, it is 96 pixels wide.
#
# Fails once it is drawn without a resolution.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install -q --disable-pip-version-check resvg-py==0.5.0
"$python" - <<'PYTHON'
from importlib.metadata import version

import resvg_py

svg = '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"><rect width="9" height="9"/></svg>'
print(version("resvg-py"))
try:
    resvg_py.svg_to_bytes(svg_string=svg)
    refused = ""
except Exception as error:
    refused = str(error)
print(refused)
made = bytes(resvg_py.svg_to_bytes(svg_string=svg, dpi=96))
width = int.from_bytes(made[16:20], "big")
print(width)
raise SystemExit("invalid size" not in refused or width != 96)
PYTHON
