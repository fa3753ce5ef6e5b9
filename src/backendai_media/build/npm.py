"""Writes the npm package: a release is one, but for its source maps. Standard library only."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ..errors import AssetsError

NAME = "backendai-media"

README = f"""# {NAME}

Renders the output of code kernels (Jupyter, Backend.AI) as HTML in any web page.

```js
import {{ Media }} from "{NAME}";

const report = await Media.handle_all(items, "result-1", document.getElementById("out"));
```

| import | what it is |
|---|---|
| `{NAME}` | `Media`, `loadWebterm`, `options`, `version`; harmless on a server |
| `{NAME}/element` | defines `<backendai-output>` and `<backendai-terminal>` |
| `{NAME}/react`, `/vue`, `/svelte` | components around them |
| `{NAME}/static.css` | the style sheet of static results |
| `{NAME}/classic` | the script for pages without a bundler |

Your bundler loads the chunks when they are needed. Without one, a line is enough:

```html
<script src="https://cdn.jsdelivr.net/npm/{NAME}"></script>
```

Types are included, and so are all third-party parts (LICENSES.txt). More: docs/components.md of
the project.
"""


def write_npm(release: Path, out: Path) -> Path:
    """Write the package of a release into `out`, ready for `npm publish`; return `out`.

    An older package there is replaced. Raises `AssetsError` if `out` has other files.
    """
    if out.exists() and any(out.iterdir()) and not _is_ours(out):
        raise AssetsError(f"{out} has other files; use a new or an empty directory")
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(release, out, ignore=shutil.ignore_patterns("*.map", "manifest.json"))
    (out / "README.md").write_text(README, encoding="utf-8")
    return out


def _is_ours(out: Path) -> bool:
    try:
        return bool(json.loads((out / "package.json").read_bytes())["name"] == NAME)
    except (OSError, ValueError, KeyError):
        return False
