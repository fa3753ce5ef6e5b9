#!/bin/sh
# A picture that Gemini answers with is no picture any more once its package has written it as JSON.
#
# Seen with google-genai 3.6.1, pydantic 2.14.4 (Python 3.11). The service sends `inlineData.data` in
# the standard alphabet of base64, as browsers want it in a `data:` address. The package reads that
# into bytes, and `model_dump(mode="json")` and `model_dump_json()` write them in the alphabet for
# addresses instead, `-_` in the place of `+/`: what reads the JSON as the service's own shows a
# broken image, or not, by chance of the bytes. The package takes both alphabets back.
#
# Fails where what is written can be read as standard base64.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install -q --disable-pip-version-check google-genai==3.6.1 pydantic==2.14.4
"$python" - <<'PYTHON'
import base64
import json
import sys

from google.genai import types

sent = {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(b"\xfb\xff\xbf").decode()}}
part = types.Part.model_validate(sent)
written = json.loads(part.model_dump_json(by_alias=True, exclude_none=True))
print("sent   ", sent["inlineData"]["data"])
print("written", written["inlineData"]["data"])
assert types.Part.model_validate(written) == part
sys.exit(sent["inlineData"]["data"] == written["inlineData"]["data"])
PYTHON
