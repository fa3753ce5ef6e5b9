/** The same page as in the other frameworks: `mount`, `change` and `unmount`, what a component told, and a stream. */
import { createElement, StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { BackendAIOutput, BackendAITerminal, useOutputStream } from "backendai-media/react";

const told = [];
const tell = (name) => (detail) => told.push([name, detail]);
let root;

function App({ first }) {
    const [{ hidden, streaming, terminal, ...props }, change] = useState(first);
    const stream = useOutputStream();
    Object.assign(window.app, { stream, change: (more) => change((before) => ({ ...before, ...more })) });
    if (hidden) return null;
    if (terminal) return createElement(BackendAITerminal, { address: terminal, onTerminalState: tell("state") });
    return createElement(BackendAIOutput, {
        ...props,
        ref: streaming ? stream.attach : undefined,
        onRendered: tell("rendered"),
        onError: tell("error"),
        onInput: ({ reply, text, prompt }) => text === undefined && (told.push(["input", { prompt }]), reply("answer")),
    });
}

window.app = {
    told,
    mount(first) {
        root = createRoot(document.querySelector("#out"));
        root.render(createElement(StrictMode, null, createElement(App, { first })));
    },
    unmount: () => root.unmount(),
};
