// The same loop of images by hand, in slices that leave the page responsive: what a page has to do that keeps to the bar
// for the longest task. An image begins to load in a microtask, so these have to run inside the slice.
import "./by_hand.js";

const SLICE = 28;
const { port1, port2 } = new MessageChannel();
const next = () =>
  new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(0);
  });

window.peer.images = async (pngs, out) => {
  let start = performance.now();
  for (const [index, png] of pngs.entries()) {
    if (performance.now() - start > SLICE) {
      await next();
      start = performance.now();
    }
    const image = document.createElement("img");
    image.src = `data:image/png;base64,${png}`;
    out.append(image);
    if (index % 16 === 15) await 0;
  }
};
