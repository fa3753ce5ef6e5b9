"""Fetches the oldest supported browsers; says which cannot be had. Fails for that in the nightly run only."""

import sys

from ..engines import MissingEngineError
from . import FLOORS, must_be_had

missing = 0
for name, find in FLOORS.items():
    try:
        print(f"· {name}: {find(fetch=True)}")
    except MissingEngineError as error:
        print(f"floor not tested: {name}: {error}", file=sys.stderr)
        missing += 1
sys.exit(missing and must_be_had())
