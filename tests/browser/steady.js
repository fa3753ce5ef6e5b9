// Shows inputs of any shape and size (spec/vectors/steady.json), and measures what becomes of them.
(() => {
    const repeated = (unit, first, count) => {
        if (!/\{[ija]\}/.test(unit)) return unit.repeat(count);
        const parts = [];
        const letters = (n) => `${n}`.replace(/\d/g, (digit) => "abcdefghij"[digit]);
        for (let n = first; n < first + count; n++) {
            parts.push(
                unit
                    .replaceAll("{i}", n)
                    .replaceAll("{j}", n - 1)
                    .replaceAll("{a}", letters(n)),
            );
        }
        return parts.join("");
    };
    /** As tests/steady/shapes.py builds it: tests compare them. */
    const build = ({ head = "", unit, middle = "", close = "", tail = "" }, size) => {
        // Characters as Python counts them.
        const lengthOf = (text) => [...text].length;
        const fixed = lengthOf(head + middle + tail);
        const each = lengthOf(repeated(unit, 1000, 1) + repeated(close, 1000, 1));
        const count = Math.max(1, Math.floor((size - fixed) / each));
        return head + repeated(unit, 0, count) + middle + repeated(close, 0, count) + tail;
    };
    /** What `handle_all` is given. */
    const valueOf = (type, payload, text) => {
        const data = payload === "json" || payload === "value" ? JSON.parse(text) : text;
        return payload === "value" ? data : [[type, data]];
    };
    /** Elements, and characters of texts and attributes, in a tree with its shadow roots. */
    const count = (root) => {
        let elements = 0;
        let characters = 0;
        const roots = [root];
        for (let next; (next = roots.pop());) {
            const walker = document.createTreeWalker(next, 5);
            for (let node = next; node; node = walker.nextNode()) {
                if (node.nodeType === 3) characters += node.data.length;
                if (node.nodeType !== 1) continue;
                elements++;
                for (const name of node.getAttributeNames()) characters += node.getAttribute(name).length;
                if (node.shadowRoot) roots.push(node.shadowRoot);
            }
        }
        return { elements, characters };
    };
    const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

    /** Notes the longest gap between two timers, and the longest task where the engine tells it. */
    const watch = () => {
        const start = performance.now();
        let last = start;
        let recent = 0;
        let longest = 0;
        let isOn = true;
        const tick = () => {
            const now = performance.now();
            recent = Math.max(recent, now - last);
            longest = Math.max(longest, now - last);
            last = now;
            if (isOn) setTimeout(tick);
        };
        tick();
        let task = 0;
        const note = (entries) => {
            for (const { startTime, duration } of entries) if (startTime >= start - 1) task = Math.max(task, duration);
        };
        const observer = new PerformanceObserver((list) => note(list.getEntries()));
        const isTold = PerformanceObserver.supportedEntryTypes.includes("longtask");
        if (isTold) observer.observe({ type: "longtask" });
        return {
            /** Until nothing happens any more. */
            async quiet(limit) {
                for (const end = performance.now() + limit; performance.now() < end;) {
                    recent = 0;
                    await sleep(120);
                    if (recent < 15) return;
                }
            },
            stop() {
                isOn = false;
                note(observer.takeRecords());
                observer.disconnect();
                // Below 50 ms no task is told; then the gap is an upper bound, if the machine has no other work.
                return isTold ? task || Math.min(longest, 50) : longest;
            },
        };
    };

    const one = async ({ type, payload, shape, size, text, timed }) => {
        const given = text ?? build(shape, size);
        const value = valueOf(type, payload, given);
        const place = document.createElement("div");
        document.querySelector("#out").append(place);
        await sleep(0);
        const watching = timed && watch();
        const start = performance.now();
        const area = BackendAI.Media.open("steady", place);
        area.append(value);
        // It answers a message of its own: a widget's block may be open.
        const answered = { msg_type: "display_data", parent_header: { msg_id: "later" } };
        area.append({ ...answered, content: { data: { "text/x-later": "the later item" } } });
        area.close();
        const report = await area.done;
        const shown = performance.now() - start;
        if (timed) {
            await watching.quiet(3000);
            scrollTo(0, document.body.scrollHeight);
            await watching.quiet(2000);
        }
        const items = place.querySelectorAll(":scope > .backendai-output > .backendai-item");
        const later = items[items.length - 1]?.textContent ?? "";
        const failed = report.failed.slice(0, 3).map((it) => `${it.type}: ${it.error}`.slice(0, 200));
        const counts = count(place);
        BackendAI.Media.dispose("steady");
        place.remove();
        if (timed) await watching.quiet(1000);
        return {
            type,
            size: given.length,
            rendered: report.rendered,
            failed,
            later: later.includes("the later item"),
            ...counts,
            ms: Math.round(shown),
            longest: timed && Math.round(watching.stop()),
        };
    };

    window.__steady = {
        build,
        one,
        /** Each of many, in turn. */
        async all(inputs) {
            const found = [];
            for (const input of inputs) found.push(await one(input));
            return found;
        },
    };
})();
