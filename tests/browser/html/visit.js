// Shows outputs one after the other and does to each what a person could. Fixtures of test_html.py.
(() => {
    const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
    const inside = () => document.querySelector("#out .backendai-html > div")?.shadowRoot;

    // Links that may leave the page are not followed; all others are left to the browser.
    const openings = [];
    addEventListener("click", (event) => {
        const link = event.composedPath().find((node) => node.localName === "a" || node.localName === "area");
        const given = link?.getAttribute("href") ?? link?.getAttribute("xlink:href");
        if (given == null || event.defaultPrevented) return;
        const address = URL.canParse(given, location) ? new URL(given, location).href : given;
        openings.push(address);
        if (/^(https?|mailto|tel):/.test(address) && link.getAttribute("target") === "_blank") event.preventDefault();
    });

    const touch = (root) => {
        for (const element of root.querySelectorAll("*")) {
            if (element.localName === "button") continue; // Ours: they load what is remote.
            for (const name of [
                "pointerover",
                "mouseover",
                "mouseenter",
                "pointerdown",
                "mousedown",
                "mouseup",
                "click",
            ])
                element.dispatchEvent(new MouseEvent(name, { bubbles: true, cancelable: true, composed: true }));
            element.focus?.();
            element.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, composed: true }));
        }
    };

    window.__visit = {
        inside,
        /** Shows one output; → its shadow root. */
        async show(html, options) {
            if (options) BackendAI.Media.dispose("html");
            const report = await BackendAI.Media.handle_all(
                [["text/html", html]],
                "html",
                document.querySelector("#out"),
                options,
            );
            return { report, root: inside() };
        },
        /** Does to what is shown what a person could. */
        touch: () => touch(inside()),
        /** Calls the check of a legitimate form with the output's root, and ways to look at it. */
        check(check) {
            const root = inside();
            const one = (selector) => root.querySelector(selector);
            const all = (selector) => [...root.querySelectorAll(selector)];
            const css = (selector, property) => getComputedStyle(one(selector))[property];
            const box = (selector) => one(selector).getBoundingClientRect();
            return check({ root, one, all, css, box });
        },
        /** Shows every output, handles it; → what each did that it must not. */
        async survive(list) {
            const sins = [];
            const address = location.href;
            for (const [name, html] of list) {
                __probe.calls.length = openings.length = 0;
                await this.show(html);
                await sleep(10);
                const root = inside();
                if (root) touch(root);
                await sleep(10);
                const done = [
                    ...__probe.calls,
                    ...__probe.globals().map((it) => `global ${it}`),
                    ...openings.filter((it) => !/^(https?|mailto|tel):/.test(it)).map((it) => `opens ${it}`),
                ];
                if (location.href !== address) done.push(`went to ${location.href}`);
                if (
                    root?.querySelector(
                        "script,style,link,iframe,object,embed,form,base,meta,template,[onerror],[onload],[onclick],[style*='(\"http']",
                    )
                )
                    done.push("element left");
                if (done.length) sins.push([name, ...done]);
            }
            await sleep(500);
            if (__probe.calls.length) sins.push(["later", ...__probe.calls]);
            return sins;
        },
    };
    __probe.names.push("__visit", "BackendAI");
})();
