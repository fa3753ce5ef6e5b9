// The first script of every test page: notes what goes wrong, and what hostile outputs would call.
(() => {
    const probe = { errors: [], violations: [], calls: [], names: [] };
    Object.defineProperty(window, "__probe", { value: probe });
    addEventListener("error", (event) => event.message && probe.errors.push(String(event.message)));
    addEventListener("unhandledrejection", (event) => probe.errors.push(`unhandled: ${event.reason}`));
    document.addEventListener("securitypolicyviolation", (event) =>
        probe.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
    );
    const log = console.error;
    console.error = (...parts) => {
        probe.errors.push(parts.map(String).join(" "));
        log.apply(console, parts);
    };
    for (const name of ["alert", "confirm", "prompt", "print", "open"])
        window[name] = (...args) => void probe.calls.push(`${name}(${args.map(String).join(", ")})`);
    probe.names = Object.getOwnPropertyNames(window);
    // Drivers add names of their own when they evaluate.
    probe.globals = () =>
        Object.getOwnPropertyNames(window).filter(
            (name) => !probe.names.includes(name) && !/^(__playwright|__pw|webdriver|\d+$)/.test(name),
        );
    // Short names for what many tests do.
    probe.sleep = (ms) => new Promise((done) => setTimeout(done, ms));
    probe.out = () => document.querySelector("#out");
    probe.show = (value, id = "r", options) => BackendAI.Media.handle_all(value, id, probe.out(), options);
    // The text of an element, with what is in open shadow roots, without style sheets.
    const inner = (node) =>
        node.nodeType === 3
            ? node.data
            : /^(STYLE|SCRIPT|TEMPLATE)$/.test(node.nodeName)
              ? ""
              : [...(node.shadowRoot ?? node).childNodes].map(inner).join("");
    probe.text = inner;
    probe.all = (selector, root = document) => [
        ...root.querySelectorAll(selector),
        ...[...root.querySelectorAll("*")].flatMap((e) => (e.shadowRoot ? probe.all(selector, e.shadowRoot) : [])),
    ];
    probe.items = (root = document) =>
        [...root.querySelectorAll(".backendai-item")].map((item) => [item.dataset.type, inner(item)]);
})();
