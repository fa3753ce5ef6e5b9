// The elements of results as data, so that those of two makers can be compared.
(() => {
    // What is for hands is made by the script alone.
    const OURS = ".backendai-controls, .backendai-bar, .backendai-tools, .backendai-status";
    const styles = (text) =>
        text
            .split(";")
            .map((one) => one.trim().replace(/:\s+/, ":"))
            .filter(Boolean)
            .sort()
            .join(";");
    const attribute = ({ name, value }) => {
        // Bytes of media are a blob here, and text where nothing runs.
        if (name === "src" && /^(blob:|data:(audio|video)\/)/.test(value)) return [name, "bytes"];
        // Both escape what they must in addresses that hold text; browsers' function escapes more.
        if (/^data:[^,]*(?<!;base64),/.test(value)) return [name, decodeURIComponent(value)];
        return [name, name === "style" ? styles(value) : value];
    };
    const form = (node) => {
        if (node.nodeType === 3) return node.data;
        if (node.nodeType !== 1 || node.matches(OURS)) return "";
        // What confines an item travels with it from Python; in a page the script's sheet does it.
        const isItem = node.matches(".backendai-item");
        const attributes = [...node.attributes]
            .map(attribute)
            .filter(([name, value]) => name !== "style" || (value && !isItem));
        attributes.sort(([a], [b]) => (a < b ? -1 : 1));
        return [node.localName, attributes, forms(node)];
    };
    const forms = (node) => {
        const list = [];
        for (const one of [...node.childNodes].map(form).filter((it) => it !== "")) {
            if (typeof one === "string" && typeof list.at(-1) === "string") list[list.length - 1] += one;
            else list.push(one);
        }
        return list;
    };
    /** What a reader gets: words, cells of tables, links, pictures. */
    const seen = (node) => {
        const root = node.querySelector(".backendai-html > div")?.shadowRoot;
        if (!root) return "no shadow root";
        const texts = (selector, root) =>
            [...root.querySelectorAll(selector)].map((it) => it.textContent.replace(/\s+/g, " ").trim());
        const links = [...root.querySelectorAll("a[href]")];
        // Ours, that load what is remote.
        for (const button of root.querySelectorAll("button")) button.remove();
        return {
            text: __probe
                .text(root)
                .replace(/\[not loaded: [^\]]*]/g, "")
                .replace(/\s+/g, " ")
                .trim(),
            rows: [...root.querySelectorAll("tr")].map((row) => texts("th, td", row)),
            links: links.map((it) => [it.getAttribute("href").trim(), it.target, it.textContent]),
            drawn: [...root.querySelectorAll("svg, svg *, math, math *")].map((it) => it.localName),
            styles: [...root.querySelectorAll("th, td")].map((it) => getComputedStyle(it).color),
        };
    };
    const parsed = (html) => {
        const holder = document.createElement("div");
        if (holder.setHTMLUnsafe) holder.setHTMLUnsafe(html);
        else {
            holder.innerHTML = html;
            // As a parser does that knows declarative shadow roots.
            for (const template of holder.querySelectorAll("template[shadowrootmode]")) {
                template.parentNode.attachShadow({ mode: "open" }).append(template.content);
                template.remove();
            }
        }
        document.querySelector("#out").append(holder);
        return holder;
    };
    window.__static = {
        /** → both forms of each vector that differs. */
        async differ(vectors, look) {
            const read = look === "seen" ? (root) => [seen(root)] : (root) => [...root.children].map(form);
            const found = [];
            for (const { name, input, html } of vectors) {
                await BackendAI.Media.handle_all(input, "r", document.querySelector("#out"));
                const wait = () => document.querySelector("#out .backendai-item:not(:has(*))");
                for (let n = 0; n < 50 && wait(); n++) await __probe.sleep(10);
                const ours = JSON.stringify(read(document.querySelector("#out .backendai-output")));
                const holder = parsed(html);
                const theirs = JSON.stringify(read(holder.querySelector(".backendai-output")));
                holder.remove();
                if (ours !== theirs) found.push([name, ours, theirs]);
                BackendAI.Media.dispose();
            }
            return found;
        },
    };
    __probe.names.push("__static", "BackendAI");
})();
