// Sends every payload through every field of an output, then does to the result what a person could.
(() => {
    const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
    const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const SVG = 'xmlns="http://www.w3.org/2000/svg"';

    /** Every place where a stranger's text can stand. */
    const paths = {
        html: (p) => ["text/html", p],
        "html item": (p) => ["html", p],
        document: (p) => ["text/html", `<!doctype html><html><head>${p}</head><body>${p}</body></html>`],
        attribute: (p) => ["text/html", `<div title="${p}" class='${p}' id=${p}>`],
        svg: (p) => ["image/svg+xml", p],
        "inside svg": (p) => ["image/svg+xml", `<svg ${SVG} width="9" height="9">${p}</svg>`],
        "svg address": (p) => ["image/svg+xml", `data:image/svg+xml,${encodeURIComponent(`<svg ${SVG}>${p}</svg>`)}`],
        envelope: (p) => [
            "image/svg+xml",
            `<svg ${SVG}><metadata><item xmlns="urn:backendai:media" type="text/html">${p}</item></metadata></svg>`,
        ],
        "envelope type": (p) => [
            "image/svg+xml",
            `<svg ${SVG}><metadata><item xmlns="urn:backendai:media" type="${p}">x</item></metadata></svg>`,
        ],
        markdown: (p) => ["text/markdown", p],
        "inside markdown": (p) => [
            "text/markdown",
            `# ${p}\n\n- [ ] ${p}\n- [a](${p}) ![b](<${p}>) [c]: ${p}\n\n[d]: <${p}> "${p}"\n[d] <${p}>\n\n| ${p} |\n|-|\n| \`${p}\` |\n\n\`\`\`html ${p}\n${p}\n\`\`\`\n`,
        ],
        "formula in markdown": (p) => ["text/markdown", `$\\text{${p}}$ $$${p}$$ \\(\\frac{${p}}\\) $\\href{${p}}{x}$`],
        latex: (p) => ["text/latex", p],
        formula: (p) => ["text/latex", `$\\text{${p}} \\class{${p}}{x}$ \\[\\href{${p}}{x}\\] \\begin{${p}} ${p}`],
        "bare formula": (p) => ["application/x-tex", `\\color{${p}} ${p}`],
        plain: (p) => ["text/plain", p],
        json: (p) => ["application/json", { [p]: [p, { [p]: p }] }],
        stdout: (p) => ["stdout", p],
        "coloured stderr": (p) => ["stderr", `\x1b[31;1m${p}\x1b[0m\r${p}\x1b[2K${p}`],
        link: (p) => [
            "stdout",
            `\x1b]8;;${p}\x1b\\text\x1b]8;;\x1b\\ \x1b]8;id=${p};${p}\x07${p}\x1b]8;;\x07 \x1b]8;;${p}`,
        ],
        "script link": (p) => ["stdout", `\x1b]8;;javascript:alert(1)//${p}\x1b\\text\x1b]8;;\x1b\\`],
        error: (p) => ({ output_type: "error", ename: p, evalue: p, traceback: [p, `\x1b[31m${p}`] }),
        exception: (p) => ({ exceptions: [[p, [p], true, p]] }),
        log: (p) => ["log", [p, p, p, p]],
        prompt: (p) => ({ msg_type: "input_request", content: { prompt: p, password: false } }),
        "password prompt": (p) => ({ msg_type: "input_request", content: { prompt: p, password: true } }),
        metadata: (p) => ({
            data: { "image/png": PNG },
            metadata: { alt: p, width: p, height: p, title: p, class: p },
        }),
        "type's metadata": (p) => ({
            data: { "image/png": PNG },
            metadata: { "image/png": { alt: p, width: `1" ${p}`, height: p } },
        }),
        "html metadata": (p) => ({ data: { "text/html": "x" }, metadata: { isolated: p, [p]: p } }),
        "base64 body": (p) => ["image/png", p.replace(/^\s*https?:/i, "")],
        "data address": (p) => ["image/png", `data:image/png;base64,${p}`],
        "address's type": (p) => ["image/png", `data:text/html,${p}`],
        "image address": (p) => ["image/jpeg", `blob:${p}`],
        "type string": (p) => [p || "x", "data"],
        "type suffix": (p) => [`image/${p}`, p],
        "svg type": (p) => [`image/svg+xml;${p}`, p],
        "unknown type": (p) => [`x/${p.slice(0, 20)}`, p],
        "bundle key": (p) => ({ [`x/${p}`]: p }),
        "display id": (p) => ({ output_type: "display_data", data: { "text/plain": p }, transient: { display_id: p } }),
        update: (p) => ({ output_type: "update_display_data", data: { "text/html": p }, transient: { display_id: p } }),
        malformed: (p) => ({ [p.replace("/", "")]: p }),
        "malformed media": (p) => ["media", p],
        "server message": (p) => ({ status: "error", msg: p }),
    };

    const openings = [];
    addEventListener("click", (event) => {
        const link = event.composedPath().find((node) => node.localName === "a" || node.localName === "area");
        const given = link?.getAttribute("href") ?? link?.getAttribute("xlink:href");
        if (given == null || event.defaultPrevented) return;
        const address = URL.canParse(given, location) ? new URL(given, location).href : given;
        if (given.startsWith("#")) return;
        const leaves =
            /^(https?|mailto|tel):/.test(address) &&
            /_blank.*noopener/.test(`${link.getAttribute("target")} ${link.getAttribute("rel")}`);
        // What is saved must be plain bytes, or a picture: an active type would run here if it were opened.
        const saves =
            link.hasAttribute("download") && /^data:(application\/octet-stream|image\/(?!svg)[a-z]+)[,;]/.test(address);
        if (leaves || saves) event.preventDefault();
        else openings.push(`link ${address}`);
    });

    const clickable = (element) =>
        !/^(BUTTON)$/.test(element.nodeName) || !/Download|Save|Load from/.test(element.textContent);
    const touch = (element) => {
        for (const name of ["pointerover", "mouseover", "mouseenter", "pointerdown", "mousedown", "mouseup", "click"])
            element.dispatchEvent(new MouseEvent(name, { bubbles: true, cancelable: true, composed: true }));
        element.focus?.();
        element.dispatchEvent(
            new KeyboardEvent("keydown", { key: "Enter", bubbles: true, composed: true, cancelable: true }),
        );
        element.blur?.();
    };

    window.__security = {
        paths: Object.keys(paths),
        /** A payload in every place, as values to show. */
        values: (payload) =>
            Object.entries(paths).map(([name, path]) => {
                try {
                    return [name, path(payload)];
                } catch {
                    return [name, ["stdout", payload]];
                }
            }),
        /** Touches all that a page has from the start; → what happened that must not. */
        async survive() {
            const address = location.href;
            // What has nothing but our classes and colours has nothing that could answer.
            const given = (it) => it.getAttributeNames().some((name) => !/^(class|style)$/.test(name));
            for (const element of __probe.all("main *").filter(given).filter(clickable)) touch(element);
            await sleep(100);
            const sins = [...__probe.calls, ...openings];
            sins.push(
                ...__probe
                    .globals()
                    .filter((it) => it !== "__security")
                    .map((it) => `global ${it}`),
            );
            if (__probe.all("script, iframe, object, embed, base, meta, link", document.body).length)
                sins.push("active element");
            if (location.href.split("#")[0] !== address.split("#")[0]) sins.push(`went to ${location.href}`);
            if (document.title !== "A page") sins.push("title");
            return sins;
        },
        /** Shows each payload in every way, touches all there is, → what happened that must not. */
        async attack(payloads, only) {
            const out = document.querySelector("#out");
            const address = location.href;
            const ours = document.querySelector("script[src$='/main.min.js']").src.replace("main.min.js", "");
            const scripts = () => [...document.scripts].filter((it) => !it.src.startsWith(ours)).length;
            const before = scripts();
            const sins = [];
            for (const payload of payloads) {
                const names = only ?? Object.keys(paths);
                const value = names.map((name) => {
                    try {
                        return paths[name](payload);
                    } catch {
                        return ["stdout", payload]; // A lone surrogate cannot be part of an address.
                    }
                });
                try {
                    await BackendAI.Media.handle_all(value, only ? "r" : payload, out, { scope: payload });
                } catch (error) {
                    sins.push(`rejected: ${error}`);
                }
                for (const element of __probe.all("*", out).filter(clickable)) touch(element);
                await sleep(0); // Images are shown large in a task of their own.
                if (__probe.all("script, iframe, object, embed, base, meta, link", out).length)
                    sins.push("active element");
                for (const element of __probe.all("dialog")) element.close();
                document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
                BackendAI.Media.dispose();
            }
            await sleep(100);
            sins.push(
                ...__probe.calls,
                ...__probe
                    .globals()
                    .filter((it) => it !== "BackendAI" && it !== "__security")
                    .map((it) => `global ${it}`),
            );
            sins.push(...openings);
            if (location.href.split("#")[0] !== address.split("#")[0]) sins.push(`went to ${location.href}`);
            if (document.title !== "A page") sins.push("title");
            if (out.textContent) sins.push("left after dispose");
            if (scripts() !== before) sins.push("scripts were added");
            return sins;
        },
    };
})();
