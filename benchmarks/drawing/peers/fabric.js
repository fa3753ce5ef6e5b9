// Fabric with a canvas that nobody clicks on, and no caches of single objects.
import { Circle, Line, Polygon, Rect, StaticCanvas } from "fabric";

const json = async (name) => (await fetch(name)).json();
const common = { strokeWidth: 2, objectCaching: false, originX: "center", originY: "center" };
let scene;
let more;
let board;

const make = ([kind, ...fields]) => {
  if (kind === "line") return new Line(fields.slice(0, 4), { stroke: fields[4], strokeWidth: 2, objectCaching: false });
  if (kind === "circle") {
    const [left, top, radius, stroke, fill] = fields;
    return new Circle({ left, top, radius, stroke, fill, ...common });
  }
  const [left, top, width, height, stroke, fill, angle] = fields;
  if (kind === "rect") return new Rect({ left, top, width, height, stroke, fill, angle, ...common });
  const points = [
    { x: -width / 2, y: height / 2 },
    { x: 0, y: -height / 2 },
    { x: width / 2, y: height / 2 },
  ];
  return new Polygon(points, { left, top, stroke, fill, angle, ...common });
};

window.peer = {
  async ready(count) {
    [scene, more] = [await json(`scene-${count}.json`), await json("more.json")];
  },
  async clear() {
    await board?.dispose();
    window.bench.out().replaceChildren();
  },
  async draw() {
    const element = window.bench.out().appendChild(document.createElement("canvas"));
    board = new StaticCanvas(element, { width: 800, height: 600, renderOnAddRemove: false, enableRetinaScaling: false });
    for (const shape of scene) board.add(make(shape));
    board.renderAll();
  },
  async add() {
    board.add(...more.map(make));
    board.renderAll();
  },
  async move() {
    const shape = make(["circle", 100, 100, 20, "#000000", "#ff0000"]);
    board.add(shape);
    const start = performance.now();
    const frame = (now) => {
      shape.left = 100 + (((now - start) / 5) % 600);
      board.renderAll();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  },
  canvas: () => board.getElement(),
};
