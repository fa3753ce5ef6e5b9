/** Which features the oldest supported browsers have, by MDN's data. Features are named by their paths in it. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
export const data = require("@mdn/browser-compat-data");
const browsers = JSON.parse(readFileSync(new URL("../../spec/browsers.json", import.meta.url), "utf-8"));

const isUntil = (version, limit) => {
    const [a, b] = [version, limit].map((text) => text.replace("≤", "").split(".").map(Number));
    return (a[0] - b[0] || (a[1] ?? 0) - (b[1] ?? 0)) <= 0;
};

/** Names and versions of the browsers that lack a feature, of its `__compat`; empty: all have it. */
export function lacking(compat) {
    const missing = [];
    for (const [browser, { name, oldest }] of Object.entries(browsers)) {
        const statements = [compat.support[browser] ?? []].flat();
        const has = statements.some(
            ({ version_added: added, version_removed: removed, flags }) =>
                typeof added === "string" &&
                added !== "preview" &&
                isUntil(added, oldest) &&
                !flags &&
                !(typeof removed === "string" && isUntil(removed, oldest)),
        );
        if (!has) {
            const since = statements.find(({ version_added: added, flags }) => typeof added === "string" && !flags);
            missing.push(`${name} ${oldest}${since ? ` (since ${since.version_added})` : ""}`);
        }
    }
    return missing;
}

/** The `__compat` at a path such as `css.at-rules.scope`, where MDN has one. */
export const compatOf = (feature) => feature.split(".").reduce((node, key) => node?.[key], data)?.__compat;
