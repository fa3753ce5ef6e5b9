/** Bundles the unit tests, which stand beside the source as `*.test.ts`, and runs them in Node. Arguments are the runner's. */
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));
const outdir = ".build/tests";
const tests = readdirSync("src", { recursive: true }).filter((name) => name.endsWith(".test.ts"));
rmSync(outdir, { recursive: true, force: true });
await build({
    entryPoints: tests.map((name) => `src/${name}`),
    outdir,
    outbase: "src",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    sourcemap: "inline",
    // xterm.js's addon for graphemes reads a table from the start of the memory that pooled buffers share.
    banner: { js: "Buffer.poolSize = 0;" },
    loader: { ".css": "text" },
    define: { __IS_MODULE__: "false" },
    tsconfigRaw: {},
    logLevel: "warning",
});
const files = tests.map((name) => `${outdir}/${name.replace(/\.ts$/, ".mjs")}`);
// Forced: an open MessageChannel, which pages live with, would keep Node from ending.
const options = ["--enable-source-maps", "--test", "--test-force-exit", ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, [...options, ...files], { stdio: "inherit" }).status ?? 1;
