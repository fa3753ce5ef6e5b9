// Bundles each peer into one classic script: node bundle.mjs OUT
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const here = import.meta.dirname;

/** A package of nteract names a file in lower case that it ships in upper case. */
const casing = {
  name: "casing",
  setup: ({ onResolve, resolve }) =>
    onResolve({ filter: /^\.\/components\/icons$/ }, ({ importer, resolveDir }) =>
      resolve("./components/Icons.js", { importer, resolveDir, kind: "require-call" }),
    ),
};

await build({
  entryPoints: readdirSync(`${here}/peers`).map((name) => `${here}/peers/${name}`),
  outdir: process.argv[2],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  alias: { path: "path-browserify" },
  define: { "process.env.NODE_ENV": '"production"', "process.platform": '"browser"', global: "window" },
  banner: { js: "var process = { env: {}, cwd: () => '/' };" },
  loader: { ".svg": "text", ".css": "text", ".ttf": "empty", ".woff2": "empty" },
  legalComments: "none",
  logLevel: "error",
  plugins: [casing],
});
