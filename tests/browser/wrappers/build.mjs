/** Bundles a page for each framework, as an application's bundler does: `node build.mjs BROWSER`; BROWSER has esbuild. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { compile, compileModule } from "svelte/compiler";

const { build } = createRequire(`${process.argv[2]}/package.json`)("esbuild");

const svelte = {
    name: "svelte",
    setup({ onLoad }) {
        const options = (filename) => ({ filename, generate: "client" });
        const read = (path) => readFileSync(path, "utf8");
        onLoad({ filter: /\.svelte$/ }, ({ path }) => ({ contents: compile(read(path), options(path)).js.code }));
        onLoad({ filter: /\.svelte\.js$/ }, ({ path }) => ({
            contents: compileModule(read(path), options(path)).js.code,
        }));
    },
};
const kinds = {
    react19: { entry: "react.js" },
    react18: { entry: "react.js", alias: { react: "react18", "react-dom": "react-dom18" } },
    vue: { entry: "vue.js" },
    svelte: { entry: "svelte.svelte.js" },
};
for (const [name, { entry, alias = {} }] of Object.entries(kinds))
    await build({
        entryPoints: { page: entry },
        outdir: `dist/${name}`,
        alias,
        plugins: [svelte],
        bundle: true,
        splitting: true,
        format: "esm",
        conditions: ["svelte", "browser"],
        define: {
            "process.env.NODE_ENV": '"development"',
            __VUE_OPTIONS_API__: "false",
            __VUE_PROD_DEVTOOLS__: "false",
        },
        logLevel: "warning",
    });
