/**
 * Holds style sheets and scripts to the supported browsers (spec/browsers.json): `node compat.mjs FILE…`. What is newer
 * stands in exceptions.json with a reason: a guard in the code, or what degrades.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { relative } from "node:path";
import { checkCss } from "./css.mjs";
import { checkScripts, optionsOf } from "./script.mjs";
import { compatOf, lacking } from "./support.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const exceptions = JSON.parse(readFileSync(process.env.COMPAT_EXCEPTIONS ?? here("exceptions.json"), "utf-8"));
const used = new Set();
const found = new Set();

const say = (file, line, text) => found.add(`${relative(process.cwd(), file)}:${line}: ${text}`);
const use = (feature, file, line) => {
    const missing = lacking(compatOf(feature));
    if (!missing.length) return;
    const { files } = exceptions[feature] ?? {};
    if (files?.some((one) => file.endsWith(one))) used.add(feature);
    else say(file, line, `${feature} is not in ${missing.join(", ")}`);
};

const files = process.argv.slice(2);
for (const file of files.filter((one) => one.endsWith(".css")))
    checkCss(
        readFileSync(file, "utf-8"),
        (feature, line) => use(feature, file, line),
        (what, line) => say(file, line, what),
    );
const scripts = files.filter((one) => /\.(ts|js|mjs)$/.test(one));
if (scripts.length) checkScripts(scripts, optionsOf(here("../../browser/tsconfig.base.json")), use);
for (const feature of Object.keys(exceptions))
    if (!used.has(feature)) say(here("exceptions.json"), 1, `${feature} is used no more, or by all browsers known`);
for (const line of found) console.error(line);
if (!found.size) console.log(`${files.length} files use nothing newer than the supported browsers`);
process.exitCode = found.size ? 1 : 0;
