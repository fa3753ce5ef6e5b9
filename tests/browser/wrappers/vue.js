/** The same page as in the other frameworks: `mount`, `change` and `unmount`, what a component told, and a stream. */
import { createApp, h, shallowRef } from "vue";
import { BackendAIOutput, BackendAITerminal, useOutputStream } from "backendai-media/vue";

const told = [];
const tell = (name) => (detail) => told.push([name, detail]);
let made;

window.app = {
    told,
    mount(first) {
        const state = shallowRef(first);
        made = createApp({
            setup() {
                const stream = useOutputStream();
                const attach = (component) => stream.attach(component?.element ?? null);
                Object.assign(window.app, { stream, change: (more) => (state.value = { ...state.value, ...more }) });
                return () => {
                    const { hidden, streaming, terminal, className, ...props } = state.value;
                    if (hidden) return null;
                    if (terminal) return h(BackendAITerminal, { address: terminal, onTerminalState: tell("state") });
                    return h(BackendAIOutput, {
                        ...props,
                        class: className,
                        ref: streaming ? attach : undefined,
                        onRendered: tell("rendered"),
                        onError: tell("error"),
                        onInput: ({ reply, text, prompt }) =>
                            text === undefined && (told.push(["input", { prompt }]), reply("answer")),
                    });
                };
            },
        });
        made.mount("#out");
    },
    unmount: () => made.unmount(),
};
