// The custom element of @alenaksu/json-viewer, opened as deep as ours is at first.
import "@alenaksu/json-viewer";

let element;
window.peer = {
  isSlow: true,
  async ready() {
    await customElements.whenDefined("json-viewer");
  },
  async json(value) {
    element = document.createElement("json-viewer");
    window.bench.out().append(element);
    element.data = value;
    await element.updateComplete;
    element.expand("rows");
    await element.updateComplete;
  },
  shown: (text) => !!element && element.shadowRoot.textContent.includes(text),
};
