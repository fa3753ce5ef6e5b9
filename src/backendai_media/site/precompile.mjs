// Starts Pyodide and runs precompile.py in it. Argument: a folder with Pyodide and the archives.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
try {
  const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
  const python = await loadPyodide({
    indexURL: folder,
    // The same archives give the same bytes. Without columns, which tracebacks underline, compiled modules are a fifth smaller.
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" },
  });
  python.mountNodeFS("/kernel", folder);
  const program = new URL("precompile.py", import.meta.url);
  await python.runPythonAsync(`${readFileSync(program, "utf8")}\nawait main()`);
} catch (error) {
  // Node would show the line of a program, too, which is a megabyte.
  console.error(`${error}`);
  process.exit(1);
}
