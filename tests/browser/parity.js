// What a reader gets of results that the script shows, and of those that Python wrote: text, and what holds it.
(() => {
    // What is for hands, and lines that only one of them needs.
    const OURS =
        ".backendai-controls, .backendai-bar, .backendai-tools, .backendai-status, button, style, slot, [slot], span[title^=http]";
    // Where nothing is in them, nothing is seen of them.
    const EMPTY = /^(a|b|em|font|i|label|mark|noscript|optgroup|option|select|span)$/;
    const squeeze = (text) =>
        text
            .normalize("NFC")
            .replace(/[\s\u2007]+/g, " ")
            .trim();
    const rowsOf = (table) =>
        [...table.rows].map((row) =>
            [...row.cells]
                .filter((cell) => !cell.classList.contains("backendai-whole-again"))
                .map((cell) => squeeze(cell.textContent)),
        );
    /** A table of data: rows of texts, which columns are numbers, which cells are null. */
    const forms = {
        ".backendai-whole": (whole) => {
            const parts = [...whole.querySelectorAll("table")];
            const rows = parts.map(rowsOf).reduce((all, part) => all.map((row, at) => [...row, ...part[at]]));
            const head = parts.flatMap((part) =>
                [...part.rows[0].cells].filter((cell) => !cell.classList.contains("backendai-whole-again")),
            );
            const note = [...whole.querySelectorAll(".backendai-whole-note")].map((it) => squeeze(it.textContent));
            return ["table", head.map((cell) => cell.dataset.kind === "number"), rows, note];
        },
        "div:has(> .backendai-static-comments)": (both) => forms[".backendai-static-table"](both.lastElementChild),
        ".backendai-static-table": (whole) => {
            const [table] = whole.getElementsByTagName("table");
            const numbers = [...table.rows[0].cells].map((cell) => cell.classList.contains("backendai-static-number"));
            const note = [...whole.parentNode.querySelectorAll(".backendai-static-note")].map((it) =>
                squeeze(it.textContent),
            );
            return ["table", numbers, rowsOf(table), note];
        },
        ".backendai-json-printed": (tree) => [
            "json",
            [...tree.children].map((line) => [
                Math.round(parseFloat(line.style.paddingInlineStart || "0") / 1.3),
                squeeze(line.textContent),
            ]),
        ],
        ".backendai-static-json": (tree) => {
            const lines = [];
            const walk = (node, level) => {
                if (node.localName === "details") {
                    const [summary, ...inner] = node.children;
                    lines.push([Math.min(level, 30), squeeze(summary.textContent)]);
                    for (const one of inner) walk(one, level + 1);
                } else lines.push([Math.min(level, 30), squeeze(node.textContent)]);
            };
            walk(tree.firstElementChild, 0);
            return ["json", lines];
        },
        ".backendai-map": (map) => ["map", squeeze(map.querySelector(".backendai-map-status").textContent)],
        ".backendai-static-map": (map) => ["map", squeeze(map.querySelector(".backendai-static-note").textContent)],
        ".backendai-cast": (cast) => [
            "cast",
            cast
                .querySelector(".backendai-cast-words")
                .textContent.trimEnd()
                .split("\n")
                .map((it) => it.trimEnd()),
        ],
        ".backendai-static-cast": (cast) => [
            "cast",
            cast
                .querySelector(".backendai-console")
                .textContent.trimEnd()
                .split("\n")
                .map((it) => it.trimEnd()),
        ],
    };
    /** Elements by their names, links by where they lead. */
    const tree = (node) => {
        if (node.nodeType === 3) return node.data.replace(/(?:[\s\u2061-\u2064]|\ufe0e|\ufe0f)+/g, " ");
        if (node.nodeType !== 1 || node.matches(OURS)) return "";
        for (const [selector, form] of Object.entries(forms)) if (node.matches(selector)) return form(node);
        if (node.whole) {
            const made = node.whole(1e6);
            if (made) return tree(made);
        }
        const list = [];
        for (const one of (node.shadowRoot ?? node).childNodes) {
            const made = tree(one);
            if (made === "") continue;
            if (typeof made === "string" && typeof list.at(-1) === "string") list[list.length - 1] += made;
            else list.push(made);
        }
        // White space between elements is none of theirs.
        const inner = list.filter((one) => typeof one !== "string" || one.trim());
        const texts = inner.map((one) => (typeof one === "string" ? squeeze(one) : one));
        if (node.localName === "math")
            return ["math", squeeze(node.textContent.replace(/[\u2061-\u2064]|\ufe00|\ufe01|\ufe0e|\ufe0f/g, ""))];
        return texts.length || !EMPTY.test(node.localName) ? [node.localName, ...texts] : "";
    };
    const read = (output) => [...output.children].map((item) => [item.dataset.type, tree(item)]);
    /** Static pages have the lines, too, that scrolled out of a recording's screen. */
    const scrolled = (ours, theirs) => {
        const [[, [, [kind, lines] = []] = []] = []] = ours;
        if (kind !== "cast") return theirs;
        const all = theirs[0][1][1][1];
        theirs[0][1][1][1] = lines.join("") ? all.slice(-lines.length) : lines;
        return theirs;
    };
    const parsed = (html) => {
        const holder = document.createElement("div");
        if (holder.setHTMLUnsafe) holder.setHTMLUnsafe(html);
        else {
            holder.innerHTML = html;
            for (const template of holder.querySelectorAll("template[shadowrootmode]")) {
                template.parentNode.attachShadow({ mode: "open" }).append(template.content);
                template.remove();
            }
        }
        return holder;
    };
    const isReady = (root) =>
        [...root.querySelectorAll(".backendai-data")].every(
            (data) => data.whole ?? data.querySelector(".backendai-data")?.whole,
        );
    window.__parity = {
        /** → the results that differ, with both forms; each has a container, and so a scope, of its own. */
        async differ(values, pages) {
            const found = [];
            for (const [index, value] of values.entries()) {
                const place = document.createElement("div");
                document.querySelector("#out").append(place);
                await BackendAI.Media.handle_all(value, `r${index}`, place);
                for (let n = 0; n < 200 && !isReady(place); n++) await __probe.sleep(10);
                const holder = parsed(pages[index]);
                document.querySelector("#out").append(holder);
                const shown = read(place.querySelector(".backendai-output"));
                const written = scrolled(shown, read(holder.querySelector(".backendai-output")));
                const [ours, theirs] = [shown, written].map((one) => JSON.stringify(one));
                holder.remove();
                BackendAI.Media.dispose(`r${index}`);
                place.remove();
                if (ours !== theirs) found.push([index, ours, theirs]);
            }
            return found;
        },
    };
    __probe.names.push("__parity", "BackendAI");
})();
