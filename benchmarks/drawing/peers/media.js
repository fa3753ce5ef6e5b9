// Backend.AI Media itself, from its built release: the payload goes in, decoding it counts.
const { Media } = window.BackendAI;
const type = "application/x-sorna-drawing";
const canvas = () => document.querySelector("#out canvas");
const text = async (name) => (await fetch(name)).text();
let payload;
let more;

window.peer = {
  /** Loads the chunk, and what will be drawn. */
  async ready(count) {
    await Media.handle_all([[type, await text("scene-1.txt")]], "r", window.bench.out());
    Media.dispose();
    [payload, more] = [await text(`scene-${count}.txt`), await text("more.txt")];
  },
  clear: () => Media.dispose(),
  draw: () => Media.handle_all([[type, payload]], "r", window.bench.out()),
  add: () => Media.handle_all([[type, more]], "r", window.bench.out(), { append: true }),
  async move() {
    await Media.handle_all([[type, await text("moves.txt")]], "r", window.bench.out(), { append: true });
  },
  async play() {
    await Media.handle_all([[type, await text("turtle.txt")]], "r", window.bench.out());
    canvas().focus();
  },
  async seek(step) {
    const range = document.querySelector("#out input[type=range]");
    const done = new Promise((resolve) => {
      const seen = new MutationObserver(() => {
        if (range.getAttribute("aria-valuetext").includes(` ${step} `)) resolve(seen.disconnect());
      });
      seen.observe(range, { attributes: true });
    });
    range.value = step;
    range.dispatchEvent(new Event("input"));
    await done;
  },
  canvas,
};
