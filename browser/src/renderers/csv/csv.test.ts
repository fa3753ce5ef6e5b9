import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../../spec/vectors/csv.json";
import { TABLE_MAX_COLUMNS } from "../../shared/spec.ts";
import type { Csv } from "../../shared/table.ts";
import { exponent, finish, shapesOf } from "../../shared/testing.ts";
import { createCsv, sniff } from "./index.ts";

function read(text: string, delimiter = ",", hasHeader?: boolean): Csv {
  const csv = createCsv(text, delimiter, hasHeader);
  finish(csv.read());
  finish(csv.settle());
  return csv;
}

const rowsOf = (csv: Csv): (string | undefined)[][] =>
  Array.from({ length: csv.rows }, (_, row) => csv.columns.map((column) => column.text(row)));

test("quoted fields hold delimiters, line ends and quotation marks", () => {
  const csv = read('a,b\r\n"1,5","x\r\n""y"""\r\nplain"ed,\n');
  deepEqual(
    csv.columns.map(({ name }) => name),
    ["a", "b"],
  );
  deepEqual(rowsOf(csv), [
    ["1,5", 'x\r\n"y"'],
    ['plain"ed', ""],
  ]);
});

test("rows of any length and any line ends", () => {
  deepEqual(rowsOf(read("a,b,c\r1\n\n2,3\r\n4,5,6,7")), [
    ["1", undefined, undefined, undefined],
    ["2", "3", undefined, undefined],
    ["4", "5", "6", "7"],
  ]);
  deepEqual(rowsOf(read('a\n"never closed, \n b')), [["never closed, \n b"]]);
  deepEqual(rowsOf(read("")), []);
});

test("the first row is data where it looks like the others", () => {
  equal(read("1,2\n3,4").rows, 2);
  equal(read("1,2\n3,4", ",", true).rows, 1);
  deepEqual(
    read("n,t,d\n1,x,2024-01-02\n2.5,y,2024-02-03").columns.map(({ kind }) => kind),
    ["number", "text", "date"],
  );
});

test("the delimiter is found", () => {
  equal(sniff("a;b;c\n1,5;2;3\n"), ";");
  equal(sniff("a\tb\n1\t2"), "\t");
  equal(sniff('"a,b"|c\n"d,e"|f'), "|");
  equal(sniff("sep=;\na,b;c,d"), ";");
  equal(sniff("one column"), ",");
});

test("a text of many slices has all its rows, and what a row was written as", () => {
  const lines = Array.from({ length: 30_000 }, (_, row) => `${row},"v ""${row}"""`);
  const csv = read(`id,value\n${lines.join("\n")}`);
  equal(csv.rows, 30_000);
  equal(csv.columns[1]?.text(29_999), 'v "29999"');
  equal(csv.line?.(3), '3,"v "3""');
});

test("the examples that both languages share", () => {
  for (const { name, text, delimiter, rows, header, columns, comments = "" } of vectors as {
    name: string;
    text: string;
    delimiter: string;
    rows: string[][];
    header?: boolean;
    columns?: [name: string, kind: string][];
    comments?: string;
  }[]) {
    equal(sniff(text), delimiter, name);
    const found = rowsOf(read(text, delimiter, false)).map((row) => row.filter((cell) => cell !== undefined));
    deepEqual(found, rows, name);
    equal(createCsv(text, delimiter).comments, comments, name);
    const made = read(text, delimiter, header).columns.map((column) => [column.name, column.kind]);
    if (columns) deepEqual(made, columns, name);
  }
});

test("effort grows as the text does, whatever its shape", async () => {
  for (const { name, build } of [...shapesOf("text/csv"), ...shapesOf("text/tab-separated-values")]) {
    const show = (text: string): void => {
      const csv = read(text, sniff(text));
      for (const column of csv.columns.slice(0, 20))
        for (let row = 0; row < Math.min(20, csv.rows); row++) column.text(row);
      for (let row = 0; row < csv.rows; row++) csv.columns[0]?.key(row);
    };
    const power = await exponent(show, build, 20_000);
    ok(power <= 1.2, `${name}: ${power}`);
  }
});

test("of very many columns the first ones are there, and the others are counted", () => {
  const csv = read(`a,b\n${",".repeat(TABLE_MAX_COLUMNS + 4)}`);
  equal(csv.columns.length, TABLE_MAX_COLUMNS);
  equal(csv.omitted, 5);
});
