// Tabulator as its documentation has it for many rows: a fixed height, which makes its rows virtual.
import { TabulatorFull } from "tabulator-tables";

window.peer = {
  async ready() {},
  table(count) {
    const data = window.rows(count);
    const columns = Object.keys(data[0]).map((field) => ({ title: field, field, width: 140 }));
    return new Promise((done) => {
      const made = new TabulatorFull(window.bench.out(), { height: 480, data, columns });
      made.on("tableBuilt", done);
    });
  },
  shown: (text) => window.bench.out().textContent.includes(text),
  scroller: () => document.querySelector("#out .tabulator-tableholder"),
};
