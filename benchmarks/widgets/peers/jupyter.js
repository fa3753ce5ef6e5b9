// Jupyter's manager for pages, from its own bundle, with require.js.
const out = () => window.bench.out();
const loaded = new Promise((resolve, reject) => window.require(["@jupyter-widgets/html-manager"], resolve, reject));
let manager;

window.peer = {
  async ready(few) {
    const { HTMLManager } = await loaded;
    manager = new HTMLManager();
    await this.show(few);
    await window.bench.until(() => this.count() === few.count);
    out().replaceChildren();
  },
  async show({ states, view }) {
    await manager.set_state(states);
    await manager.display_view(manager.create_view(await manager.get_model(view.model_id)), out());
  },
  count: () => out().querySelectorAll(".widget-vbox > .jupyter-widgets:not(:empty)").length,
  /** What gives a widget another value, by the way that messages take. */
  async updater(id) {
    const model = await manager.get_model(id);
    return (value) =>
      model._handle_comm_msg({
        content: { comm_id: id, data: { method: "update", state: { value }, buffer_paths: [] } },
        buffers: [],
      });
  },
  value: () => {
    const width = document.querySelector("#out .progress-bar")?.style.width;
    return Math.round(100 * Number.parseFloat(width));
  },
};
