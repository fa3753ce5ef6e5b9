/** The same page as in the other frameworks: `mount`, `change` and `unmount`, what a component told, and a stream. */
import { mount, unmount } from "svelte";
import { createStream } from "backendai-media/svelte";
import App from "./App.svelte";

const told = [];
const tell = (name) => (detail) => told.push([name, detail]);
const stream = createStream();
const holder = new (class {
    props = $state.raw({});
})();
let made;

window.app = {
    told,
    stream,
    change: (more) => (holder.props = { ...holder.props, ...more }),
    mount(first) {
        holder.props = first;
        made = mount(App, { target: document.querySelector("#out"), props: { state: holder, stream, tell } });
    },
    unmount: () => unmount(made),
};
