"""The modules of the npm package, which a release holds too. Standard library only."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

FOLDER = "npm"
#: Modules with a build of their own; the wrapper for Svelte is source, which its users compile.
ENTRIES = ("index", "element", "react", "vue")
#: Fields of the manifest that are those of the sources'.
COPIED = "name version description keywords homepage bugs license repository type".split()
#: Oldest versions of what the wrappers are for.
PEERS = {"react": "18", "svelte": "5", "vue": "3.3"}
_COMMON = ["--external:react", "--external:vue", "--external:../js/*"]
_COMMON += ["--define:__IS_MODULE__=true", "--inject:src/npm/imports.js"]
ESM = [*_COMMON, "--format=esm", "--splitting", "--chunk-names=[name]-[hash]"]
CJS = [*_COMMON, "--format=cjs", "--out-extension:.js=.cjs", "--platform=neutral"]


def write_imports(scratch: Path, chunks: Iterable[str]) -> dict[str, str]:
    """Write what imports chunks by their names, for bundlers to see; return the modules."""
    table = "\n".join(f'  "{name}": () => import("../js/{name}.js"),' for name in sorted(chunks))
    text = (
        f"const chunks = {{\n{table}\n}};\nexport const __IMPORTS__ = (name) => chunks[name]();\n"
    )
    (scratch / "src/npm/imports.js").write_text(text, encoding="utf-8")
    return {name: f"src/npm/{name}.ts" for name in ENTRIES}


def others(browser: Path) -> dict[str, bytes]:
    """Return what is not built: types for both kinds of modules, components, the manifest."""
    folder = browser / "src/npm"
    found = {
        f"{FOLDER}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".svelte", ".js") or path.name.endswith(".d.ts")
    }
    types = {
        name: text
        for name, text in found.items()
        if name.endswith(".d.ts") and "svelte" not in name
    }
    types["types/backendai-media.d.ts"] = (browser / "src/backendai-media.d.ts").read_bytes()
    for name, text in types.items():
        # A type of a CommonJS module cannot be that of an ES module.
        found[name.replace(".d.ts", ".d.cts")] = re.sub(
            rb'((?:media|components))\.js"', rb'\1.cjs"', text
        )
    manifest = manifest_of(json.loads((browser / "package.json").read_bytes()))
    return {
        **found,
        "LICENSE.txt": (browser.parent / "LICENSE").read_bytes(),
        "package.json": (json.dumps(manifest, indent=2) + "\n").encode(),
    }


def manifest_of(source: dict[str, object]) -> dict[str, object]:
    """Return the package's manifest; `source` is that of the sources."""
    modules = {("." if name == "index" else f"./{name}"): name for name in ENTRIES}
    return {
        **{key: source[key] for key in COPIED},
        "main": f"./{FOLDER}/index.cjs",
        "module": f"./{FOLDER}/index.js",
        "types": f"./{FOLDER}/index.d.ts",
        "svelte": f"./{FOLDER}/svelte/index.js",
        "unpkg": "./js/cdn.js",
        "jsdelivr": "./js/cdn.js",
        "exports": {
            **{path: _conditions(f"./{FOLDER}/{name}") for path, name in modules.items()},
            "./svelte": {
                "types": f"./{FOLDER}/svelte/index.d.ts",
                "svelte": f"./{FOLDER}/svelte/index.js",
                "default": f"./{FOLDER}/svelte/index.js",
            },
            "./classic": {
                "types": "./types/backendai-media.d.ts",
                "default": "./js/main.min.js",
            },
            "./static.css": "./css/static.css",
            "./js/*": "./js/*",
            "./css/*": "./css/*",
            "./frame.html": "./frame.html",
            "./frame.svg": "./frame.svg",
            "./package.json": "./package.json",
        },
        # For TypeScript's older way to find modules, which knows no exports.
        "typesVersions": {
            "*": {
                **{name: [f"./{FOLDER}/{name}.d.ts"] for name in ENTRIES},
                "svelte": [f"./{FOLDER}/svelte/index.d.ts"],
                "classic": ["./types/backendai-media.d.ts"],
            }
        },
        "sideEffects": [
            "./js/cdn.js",
            "./js/element.js",
            "./js/islands.js",
            "./js/main.min.js",
            "./js/terminal.js",
            f"./{FOLDER}/*.cjs",
            f"./{FOLDER}/*.js",
            "*.css",
            "*.svelte",
        ],
        "peerDependencies": {name: f">={version}" for name, version in PEERS.items()},
        "peerDependenciesMeta": {name: {"optional": True} for name in PEERS},
    }


def _conditions(path: str) -> dict[str, dict[str, str]]:
    return {
        "import": {"types": f"{path}.d.ts", "default": f"{path}.js"},
        "require": {"types": f"{path}.d.cts", "default": f"{path}.cjs"},
    }
