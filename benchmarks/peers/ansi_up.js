// ansi_up for text, DOMPurify for HTML: what a page would write by itself today.
import { AnsiUp } from "ansi_up";
import DOMPurify from "dompurify";

const pre = (out) => out.appendChild(document.createElement("pre"));

window.peer = {
  async ready() {},
  async first(text, out) {
    this.text(text, out);
  },
  async images(pngs, out) {
    out.innerHTML = DOMPurify.sanitize(pngs.map((png) => `<img src="data:image/png;base64,${png}">`).join(""));
  },
  async text(text, out) {
    pre(out).innerHTML = new AnsiUp().ansi_to_html(text);
  },
  stream(out) {
    const ansi = new AnsiUp();
    const element = pre(out);
    return (message) => element.insertAdjacentHTML("beforeend", ansi.ansi_to_html(message));
  },
  async tables(tables, out) {
    for (const html of tables) {
      const element = document.createElement("div");
      element.innerHTML = DOMPurify.sanitize(html);
      out.append(element);
    }
  },
};
