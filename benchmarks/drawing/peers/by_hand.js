// The least that a page can do: a loop over the canvas's own calls. What the browser itself takes.
let scene;
let more;
let canvas;
const json = async (name) => (await fetch(name)).json();

const paint = (ink, [kind, ...fields]) => {
  ink.lineWidth = 2;
  ink.beginPath();
  if (kind === "line") {
    const [x1, y1, x2, y2, color] = fields;
    ink.moveTo(x1, y1);
    ink.lineTo(x2, y2);
    ink.strokeStyle = color;
    return ink.stroke();
  }
  if (kind === "circle") {
    const [x, y, radius, border, fill] = fields;
    ink.arc(x, y, radius, 0, 2 * Math.PI);
    [ink.fillStyle, ink.strokeStyle] = [fill, border];
  } else {
    const [x, y, w, h, border, fill, angle] = fields;
    ink.save();
    ink.translate(x, y);
    ink.rotate((angle * Math.PI) / 180);
    if (kind === "rect") ink.rect(-w / 2, -h / 2, w, h);
    else {
      ink.moveTo(-w / 2, h / 2);
      ink.lineTo(0, -h / 2);
      ink.lineTo(w / 2, h / 2);
      ink.closePath();
    }
    ink.restore();
    [ink.fillStyle, ink.strokeStyle] = [fill, border];
  }
  ink.fill();
  ink.stroke();
};

window.peer = {
  async ready(count) {
    [scene, more] = [await json(`scene-${count}.json`), await json("more.json")];
  },
  clear: () => window.bench.out().replaceChildren(),
  async draw() {
    canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [800, 600];
    window.bench.out().append(canvas);
    const ink = canvas.getContext("2d");
    for (const shape of scene) paint(ink, shape);
  },
  async add() {
    for (const shape of more) paint(canvas.getContext("2d"), shape);
  },
  canvas: () => canvas,
};
