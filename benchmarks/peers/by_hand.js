// The least a page can do, as a measure of what the browser itself takes: no colours, nothing sanitised.
const BLOCK = 256;

const style = document.createElement("style");
style.textContent = ".block { content-visibility: auto; contain-intrinsic-height: auto 300em; margin: 0 }";
document.head.append(style);

const plain = (text) => text.replace(/\x1b\[[\d;]*m/g, "");
const block = (out) => {
  const element = document.createElement("pre");
  element.className = "block";
  return out.appendChild(element);
};

window.peer = {
  async ready() {},
  async first(text, out) {
    block(out).append(plain(text));
  },
  async images(pngs, out) {
    for (const png of pngs) {
      const image = document.createElement("img");
      image.src = `data:image/png;base64,${png}`;
      out.append(image);
    }
  },
  async text(text, out) {
    const lines = plain(text).split("\n");
    for (let i = 0; i < lines.length; i += BLOCK) block(out).append(lines.slice(i, i + BLOCK).join("\n"));
  },
  stream(out) {
    let queue = [];
    let lines = BLOCK;
    let last;
    const flush = () => {
      for (const line of queue.splice(0)) {
        if (++lines > BLOCK) [last, lines] = [block(out), 1];
        last.append(plain(line));
      }
    };
    return (message) => queue.push(message) === 1 && requestAnimationFrame(flush);
  },
  async tables(tables, out) {
    for (const html of tables) {
      const element = document.createElement("div");
      element.innerHTML = html;
      out.append(element);
    }
  },
};
