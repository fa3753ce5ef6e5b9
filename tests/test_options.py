"""docs/options.md tells of every option that the types have, and of no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TYPES = (ROOT / "browser/src/backendai-media.d.ts").read_text(encoding="utf-8")
PAGE = (ROOT / "docs/options.md").read_text(encoding="utf-8")


def declared() -> list[str]:
    """The names in `interface Options`; those of an object that is declared in it by their path."""
    body = TYPES.split("export interface Options {")[1].split("\n}\n")[0]
    body = re.sub(r"/\*\*.*?\*/", "", body, flags=re.DOTALL)
    names: list[str] = []
    for name, type_ in re.findall(
        r"^  (\w+)\?: (\{.*?\}(?=;)|[^;]+)", body, re.DOTALL | re.MULTILINE
    ):
        inner = re.findall(r"(\w+)\?:", type_) if type_.startswith("{") else []
        names += [f"{name}.{one}" for one in inner] or [name]
    return names


def test_every_option_is_in_the_table() -> None:
    assert len(declared()) > 8
    assert re.findall(r"^\| `([\w.]+)` \|", PAGE, re.MULTILINE) == declared()
