"""The package as a whole: its names, its version, and what importing it costs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import backendai_media
from tests.effort import imports

ROOT = Path(__file__).parent.parent


def test_all_is_sorted_and_is_what_is_visible() -> None:
    assert backendai_media.__all__ == sorted(backendai_media.__all__)
    assert dir(backendai_media) == backendai_media.__all__
    for name in backendai_media.__all__:
        assert getattr(backendai_media, name) is not None


def test_names_in_a_fresh_process_whatever_was_imported_before() -> None:
    code = """
import backendai_media._emit, backendai_media.model, backendai_media.assets
from backendai_media import *
import backendai_media, types
names = {name for name in globals() if not name.startswith("__")} - {"backendai_media", "types"}
assert names == set(backendai_media.__all__) - {"__version__"}, names
assert isinstance(display, types.FunctionType) and isinstance(normalize, types.FunctionType)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = backendai_media.nothing


def test_version_stands_in_one_place() -> None:
    manifest = json.loads((ROOT / "browser/package.json").read_bytes())
    lock = json.loads((ROOT / "browser/package-lock.json").read_bytes())
    assert re.fullmatch(r"\d+\.\d+\.\d+", backendai_media.__version__)
    assert manifest["version"] == lock["version"] == backendai_media.__version__


def test_import_is_light() -> None:
    loaded = imports("backendai_media")
    tops = {name.split(".")[0] for name in loaded}
    assert tops - sys.stdlib_module_names == {"backendai_media"}
    assert len(loaded) < 50
