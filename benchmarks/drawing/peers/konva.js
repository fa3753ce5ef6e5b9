// Konva as its own guide to speed has it: nothing listens, no perfect drawing. All is on one layer, as nobody knows what
// of a program's objects will move.
import Konva from "konva/lib/Core.js";
import { Circle } from "konva/lib/shapes/Circle.js";
import { Line } from "konva/lib/shapes/Line.js";
import { Rect } from "konva/lib/shapes/Rect.js";

Konva.autoDrawEnabled = false;
const json = async (name) => (await fetch(name)).json();
const common = { strokeWidth: 2, listening: false, perfectDrawEnabled: false, shadowForStrokeEnabled: false };
let scene;
let more;
let layer;

const make = ([kind, ...fields]) => {
  if (kind === "line") return new Line({ points: fields.slice(0, 4), stroke: fields[4], ...common });
  if (kind === "circle") {
    const [x, y, radius, stroke, fill] = fields;
    return new Circle({ x, y, radius, stroke, fill, ...common });
  }
  const [x, y, width, height, stroke, fill, rotation] = fields;
  if (kind === "rect")
    return new Rect({ x, y, offsetX: width / 2, offsetY: height / 2, width, height, stroke, fill, rotation, ...common });
  const points = [-width / 2, height / 2, 0, -height / 2, width / 2, height / 2];
  return new Line({ x, y, points, closed: true, stroke, fill, rotation, ...common });
};

window.peer = {
  async ready(count) {
    [scene, more] = [await json(`scene-${count}.json`), await json("more.json")];
  },
  clear: () => layer?.getStage().destroy(),
  async draw() {
    const stage = new Konva.Stage({ container: window.bench.out(), width: 800, height: 600 });
    layer = new Konva.Layer({ listening: false });
    stage.add(layer);
    layer.add(...scene.map(make));
    layer.draw();
  },
  async add() {
    layer.add(...more.map(make));
    layer.draw();
  },
  async move() {
    const shape = make(["circle", 100, 100, 20, "#000000", "#ff0000"]);
    layer.add(shape);
    new Konva.Animation(({ time }) => void shape.x(100 + ((time / 5) % 600)), layer).start();
  },
  canvas: () => layer.getNativeCanvasElement(),
};
