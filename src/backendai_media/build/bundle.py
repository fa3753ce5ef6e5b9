"""Builds the browser bundle from `browser/`. Standard library only: the build hook runs it too.

Every renderer becomes a self-contained ES module, `js/<name>.js`; then `main.ts`, which contains
their digests or that of the chunk that does, becomes the classic script `js/main.min.js`. Builds
are reproducible.
"""

import base64
import gzip
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

from .. import __version__
from ..assets.files import CONTENT_TYPES, digest
from . import frame_bundles, node, npm_modules
from .licenses import LARGE_BYTES, brotli_sizes, licenses

PACKAGE = Path(__file__).parent.parent
BUNDLE = PACKAGE / "bundle"
#: Chunks whose digests are in the entry; the others' are in the chunk of tools.
FREQUENT = {"console", "html", "image"}
TOOLS = "tools"
#: Chunks that are mostly code of others.
THIRD_PARTY = {"code", "latex", "markdown"}
#: Options of terser that are safe for any code; and for ours and DOMPurify's, whose getters have no
#: effects and whose functions without `this` can be arrows.
COMPRESS = "passes=3,lhs_constants=false,join_vars=false,inline=0"
COMPRESS_OURS = "passes=3,lhs_constants=false,keep_fargs=false,pure_getters,unsafe_arrows"
#: For the entry too: our templates hold no objects whose text differs from that of `"" + object`.
COMPRESS_ENTRY = f"{COMPRESS_OURS},unsafe"
#: Properties that no page, chunk or payload knows, whose names in the entry can be shortened.
ENTRY_ONLY = (
    "begin bundle choices chunk controller displayId displays dropStale generation given insert "
    "isKnown isRare item kept move pending rare rendering say sharedContext show timer"
).split()
#: In the place of markdown-it's own finder of addresses, which is not used.
FINDER = "src/renderers/markdown/no-finder.ts"
#: Names of DOMPurify's hooks, which can be shortened since we have none.
HOOKS = "^(?:before|upon|after)Sanitize"
#: Classic scripts that pages may include besides the entry.
PAGE_SCRIPTS = ("js/element.js", "js/islands.js", "js/terminal.js")
#: The entry, and the same with the elements, for CDNs of npm packages.
ENTRIES = ("js/main.min.js", "js/cdn.js")
#: Pages of static sites have the first, which starts the second and installs the third; the last is
#: the entry where they are opened as files.
KERNEL = ("js/kernel.js", "js/kernel-worker.js", "js/kernel-service.js", "js/file.js")
CLASSIC = (*ENTRIES, *PAGE_SCRIPTS, *KERNEL)
_WIDGETS = ("renderers/widgets/style", "static/widgets")
#: Style sheets of static pages, made of those of renderers: for pages, of it the part that only
#: those with widgets need, and for shadow roots that show HTML, Markdown, and what asks for
#: JupyterLab's variables.
SHEETS = {
    "static": (
        "shared/theme",
        "shared/button",
        "shared/aside",
        "core/style",
        "renderers/image/style",
        "renderers/console/style",
        "renderers/tools/style",
        "renderers/html/frame",
        "renderers/colors/paper",
        "renderers/media/style",
        "renderers/code/style",
        "renderers/interactive/style",
        "static/style",
        *_WIDGETS,
    ),
    "widgets": _WIDGETS,
    "html": ("renderers/html/style", "renderers/colors/table"),
    "latex": ("renderers/latex/style",),
    "jupyter": ("renderers/colors/jupyter",),
    "markdown": ("renderers/markdown/style", "renderers/latex/style", "renderers/code/style"),
    "kernel": ("kernel/style",),
}
TARGET = "es2022"
#: Unit tests next to the source, which are not part of a release.
TESTS = "*.test.ts"


def sources() -> Path | None:
    """Return the `browser/` directory of a checkout, or `None` in an installed package."""
    browser = PACKAGE.parent.parent / "browser"
    return browser if (browser / "src/main.ts").exists() else None


def fingerprint(browser: Path) -> str:
    """Return a digest of everything that determines the bytes of a release."""
    files = {
        path.relative_to(browser).as_posix(): path
        for path in _files(browser / "src")
        if not path.match(TESTS)
    }
    programs = Path(__file__).parent.glob("*.py")
    for path in (browser / "package-lock.json", *programs):
        files[path.name] = path
    contents = {name: path.read_bytes() for name, path in files.items()}
    return digest({**contents, "version": __version__.encode()})


def is_fresh(browser: Path) -> bool:
    """Whether this package's bundle was built from exactly these sources."""
    manifests = _manifests()
    return len(manifests) == 1 and (
        json.loads(manifests[0].read_bytes()).get("sources") == fingerprint(browser)
    )


def refresh(browser: Path) -> Path:
    """Build this package's bundle if its sources have changed, and return its release.

    Other processes that ask meanwhile wait, and build nothing.
    """
    if not is_fresh(browser):
        with _one_at_a_time(browser / ".build/lock"):
            if not is_fresh(browser):
                kept = build(browser, BUNDLE)
                for other in BUNDLE.iterdir():
                    if other != kept:
                        shutil.rmtree(other, ignore_errors=True)
    return _manifests()[0].parent


def _manifests() -> list[Path]:
    # Not those of releases that are being written.
    return list(BUNDLE.glob("[!.]*/manifest.json"))


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)  # until the file is closed
        yield


def build(browser: Path, out: Path) -> Path:
    """Build a release into `out` and return its directory, `<out>/<hash>`."""
    browser = browser.resolve()
    node.install(browser)
    sources_digest = fingerprint(browser)
    with scratch_directory(browser) as scratch:
        files = _bundle(browser, scratch)
        sizes = brotli_sizes(browser, files, scratch)
    return _write(files, sizes, out, sources_digest)


def build_quickly(browser: Path) -> dict[str, bytes]:
    """Return the scripts of a release for development: fast to build and readable, but large."""
    browser = browser.resolve()
    node.install(browser)
    with scratch_directory(browser) as scratch:
        return _scripts(browser, scratch, ["--sourcemap"])


def chunk_entries(source: Path) -> dict[str, Path]:
    """Return the modules under `browser/src` that become chunks, by chunk name."""
    renderers = {path.parent.name: path for path in (source / "renderers").glob("*/index.ts")}
    terminal = source / "webterm"
    addons = {
        f"{terminal.name}-{path.parent.name}": path
        for path in (terminal / "addons").glob("*/index.ts")
    }
    languages = {
        f"messages-{path.stem}": path for path in (source / "shared/languages").glob("*.ts")
    }
    return renderers | {terminal.name: terminal / "index.ts"} | addons | languages


@contextmanager
def scratch_directory(browser: Path) -> Iterator[Path]:
    """Create a temporary directory inside browser/, so that node_modules is found from there."""
    home = browser / ".build"
    home.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix="bundle-") as scratch:
        yield Path(scratch)


def _bundle(browser: Path, scratch: Path) -> dict[str, bytes]:
    """Return the files of a release by name."""
    # Without comments that name the maps, which every visitor would download.
    files = _scripts(browser, scratch, ["--minify", "--sourcemap=external"], _minify_further)
    metas = [json.loads(path.read_bytes()) for path in sorted(scratch.glob("meta-*.json"))]
    files |= _sheets(scratch / "src")
    files["types/backendai-media.d.ts"] = (browser / "src/backendai-media.d.ts").read_bytes()
    files |= npm_modules.others(browser)
    return {**files, "LICENSES.txt": licenses(browser, scratch, metas).encode()}


def _scripts(
    browser: Path,
    scratch: Path,
    options: list[str],
    finish: Callable[[Path, Path, list[Path]], None] = lambda *_: None,
) -> dict[str, bytes]:
    """Return the scripts and their maps: chunks, then the scripts that contain their digests.

    `options` are for esbuild; `finish` may change finished scripts.
    """
    shutil.copytree(browser / "src", scratch / "src", ignore=shutil.ignore_patterns(TESTS))
    framed = frame_bundles.build_framed(browser, scratch)
    (scratch / "meta-framed.json").write_text(framed.meta, encoding="utf-8")
    esbuild = str(node.find_esbuild(browser))
    styles = [path.relative_to(scratch).as_posix() for path in _files(scratch / "src", ".css")]
    if styles:
        minify = [esbuild, *styles, "--minify", "--allow-overwrite", "--log-level=warning"]
        node.run([*minify, "--outbase=.", "--outdir=."], scratch)
        for name in styles:  # they become strings, without a final line feed
            path = scratch / name
            path.write_bytes(path.read_bytes().rstrip())

    def bundled(name: str, entries: dict[str, str], *more: str, out: str = "js") -> None:
        arguments = [f"{entry}={path}" for entry, path in sorted(entries.items())]
        common = [
            "--bundle",
            f"--target={TARGET}",
            "--loader:.css=text",
            f"--alias:linkify-it=./{FINDER}",
            "--tsconfig-raw={}",  # the copy's would refer to files outside it
            "--legal-comments=none",  # LICENSES.txt has them all
            "--log-level=warning",
            f"--metafile=meta-{name}.json",
        ]
        known = defines(
            __VERSION__=__version__,
            __INNER__=framed.inner,
            __PAGE__=framed.page.decode(),
        )
        command = [esbuild, *arguments, *common, f"--outdir={out}", *known, *options, *more]
        node.run(command, scratch)
        if out == "js":
            finish(browser, scratch, [Path(f"js/{entry}.js") for entry in entries])

    shortened = f"--mangle-props=^({'|'.join(ENTRY_ONLY)})$"

    def digests(names: Iterable[str]) -> list[str]:
        found = {name: _sha256((scratch / f"js/{name}.js").read_bytes()) for name in sorted(names)}
        return defines(__CHUNKS__=found)

    chunks = {
        name: path.relative_to(scratch).as_posix()
        for name, path in sorted(chunk_entries(scratch / "src").items())
    }
    tools = {TOOLS: chunks.pop(TOOLS)}
    bundled("chunks", chunks, "--format=esm")
    for name, script in framed.libraries.items():
        text = frame_bundles.module_of(script)
        (scratch / f"js/{name}.js").write_text(text, encoding="utf-8", newline="")
    bundled("tools", tools, "--format=esm", *digests({*chunks, *framed.libraries}))
    bundled(
        "pages",
        {
            "cdn": "src/cdn.ts",
            "element": "src/element/index.ts",
            "islands": "src/islands.ts",
            "main.min": "src/main.ts",
            "terminal": "src/terminal-page.ts",
        },
        "--format=iife",
        *digests(FREQUENT | {TOOLS}),
        "--define:__IS_MODULE__=false",
        *([shortened] if "--minify" in options else []),
    )
    kernel = {
        "kernel": "src/kernel/index.ts",
        "kernel-worker": "src/kernel/worker.ts",
        "kernel-service": "src/kernel/service.ts",
    }
    bundled("kernel", kernel, "--format=iife")
    imports = ["--define:__IS_MODULE__=true", "--inject:src/kernel/imports.ts"]
    bundled("file", {"file": "src/main.ts"}, "--format=iife", *imports, *digests({}))
    if "--minify" in options:
        modules = npm_modules.write_imports(scratch, [*chunks, TOOLS, *framed.libraries])
        bundled("npm", modules, *npm_modules.ESM, out="npm")
        bundled("npm-cjs", modules, *npm_modules.CJS, out="npm")
    for path in (scratch / "js").glob("*.map"):
        path.write_text(_portable(path.read_text(encoding="utf-8")), encoding="utf-8")
    scripts = {
        path.relative_to(scratch).as_posix(): path.read_bytes()
        for folder in ("js", "npm")
        for path in _files(scratch / folder)
        if folder == "js" or path.suffix != ".map"
    }
    return {**dict.fromkeys(frame_bundles.PAGES, framed.page), **scripts}


def _sheets(source: Path) -> dict[str, bytes]:
    """Return the style sheets of static pages from the minified ones in `source`."""
    return {
        f"css/{name}.css": b"".join(
            path.read_bytes() for part in parts if (path := source / f"{part}.css").exists()
        )
        for name, parts in SHEETS.items()
    }


def _portable(source_map: str) -> str:
    """Return a source map whose paths do not depend on the machine."""
    about = json.loads(source_map)
    about["sources"] = [
        name[name.index("node_modules/") :] if "node_modules/" in name else name.lstrip("./")
        for name in about["sources"]
    ]
    return json.dumps(about, ensure_ascii=False, separators=(",", ":"))


def _minify_further(browser: Path, scratch: Path, scripts: list[Path]) -> None:
    """Run terser on what esbuild minified, which saves three to five per cent more."""
    terser = browser / "node_modules/terser"
    command = [node.find_node(), str(terser / "bin/terser")]

    def minify(script: Path) -> None:
        file = str(script)
        compress = COMPRESS if script.stem in THIRD_PARTY else COMPRESS_OURS
        if file in CLASSIC:
            compress = COMPRESS_ENTRY
        scope = "--toplevel" if file in CLASSIC else "--module"
        options = [scope, "--ecma=2020", f"--compress={compress}", "--mangle", "-o", file]
        if script.stem == "html":
            options += ["--mangle-props", f"regex=/{HOOKS}/"]
        options += ["--source-map", f"content='{file}.map',includeSources"]
        pair = [scratch / script, scratch / f"{script}.map"]
        # Terser takes seconds, so its results are cached.
        given = {path.name: path.read_bytes() for path in [*pair, terser / "package.json"]}
        given["options"] = " ".join(options).encode()
        kept = browser / ".build/squeezed" / digest(given)
        if not kept.exists():
            node.run([*command, file, *options], scratch)
            fresh = scratch / f"kept-{script.name}"
            fresh.mkdir()
            for path in pair:
                shutil.copy(path, fresh)
            kept.parent.mkdir(exist_ok=True)
            with suppress(OSError):  # another build was faster
                fresh.rename(kept)
            return
        for path in pair:
            shutil.copy(kept / path.name, path)

    # The terminal's are large, and their libraries come minified.
    wanted = [script for script in scripts if not script.stem.startswith("webterm")]
    with ThreadPoolExecutor() as pool:
        list(pool.map(minify, wanted))


def _needs(name: str, files: dict[str, bytes]) -> list[str]:
    """Return the chunks that a script loads."""
    if name in PAGE_SCRIPTS:
        return ["js/main.min.js"]
    if name in KERNEL:
        return []  # they find what they need in settings
    if name in ENTRIES:
        scripts = (other for other in sorted(files) if re.fullmatch(r"js/.*\.js", other))
        return [other for other in scripts if other not in CLASSIC]
    # Renderers load by a method of the context; the terminal by a function with a short name.
    loading = rb'\bload\("(\w+)"\)|\("(webterm-\w+)"\)'
    is_own = name.endswith(".js") and len(files[name]) < LARGE_BYTES
    loaded = set(re.findall(loading, files[name])) if is_own else set()
    return sorted(f"js/{(one or other).decode()}.js" for one, other in loaded)


def _write(files: dict[str, bytes], brotli: dict[str, int], out: Path, sources_digest: str) -> Path:
    """Write a release to a temporary directory, and move it to its place."""
    name = digest(files)
    manifest = {
        "version": __version__,
        "hash": name,
        "sources": sources_digest,
        "files": {
            file: {
                "bytes": len(content),
                "gzip": len(gzip.compress(content, 9, mtime=0)),
                "brotli": brotli[file],
                "integrity": f"sha256-{_sha256(content)}",
                "type": CONTENT_TYPES[Path(file).suffix],
                "needs": _needs(file, files),
            }
            for file, content in sorted(files.items())
        },
    }
    text = json.dumps(manifest, indent=2) + "\n"
    release = out / name
    out.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=out, prefix=".new-"))
    scratch.chmod(0o755)
    for file, content in {**files, "manifest.json": text.encode()}.items():
        path = scratch / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    if release.exists():
        shutil.rmtree(release)
    scratch.rename(release)
    return release


def _files(folder: Path, suffix: str = "") -> list[Path]:
    return sorted(path for path in folder.rglob(f"*{suffix}") if path.is_file())


def _sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def defines(**values: Any) -> list[str]:
    """Return the options of esbuild that replace names by values."""
    return [f"--define:{name}={json.dumps(value)}" for name, value in values.items()]
