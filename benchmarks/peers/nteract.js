// nteract's output components; a stream is one output whose text grows.
import { DisplayData, Media, Output, StreamText } from "@nteract/outputs";
import React from "react";
import ReactDOM from "react-dom";

const h = React.createElement;
const data = (mime, value) => ({ output_type: "display_data", data: { [mime]: value }, metadata: {} });
const stream = (text) => ({ output_type: "stream", name: "stdout", text });
const shown = (output, key) =>
  h(Output, { output, key }, h(StreamText), h(DisplayData, null, h(Media.HTML), h(Media.Image)));
const show = (outputs, out) => new Promise((done) => ReactDOM.render(h("div", null, outputs.map(shown)), out, done));

window.peer = {
  async ready() {},
  first: (text, out) => show([stream(text)], out),
  images: (pngs, out) => show(pngs.map((png) => data("image/png", png)), out),
  text: (text, out) => show([stream(text)], out),
  stream(out) {
    let all = "";
    return (message) => void show([stream((all += message))], out);
  },
  tables: (tables, out) => show(tables.map((html) => data("text/html", html)), out),
};
