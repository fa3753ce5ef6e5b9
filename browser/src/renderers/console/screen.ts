/** Console text as a terminal without a width: lines that grow downwards, and the control sequences that programs print. */

import type { Line } from "../../shared/chunk-interfaces.ts";
import { linkOf, select, type Style } from "./sgr.ts";
import { columnCount, columnsOf } from "./width.ts";
import {
  CONSOLE_BLOCK_LINES,
  CONSOLE_BLOCK_UNITS,
  CONSOLE_MAX_LINE_UNITS,
  CONSOLE_MIN_BLOCK_LINES,
  CONSOLE_MIN_REACHABLE_LINES,
} from "../../shared/spec.ts";

const CONTROL = /[\0-\x08\n-\x1f\x7f-\x9f]/g;
/** Private ones; `CSI`; `OSC`; other strings; character sets and single ones. */
const SEQUENCE =
  /\x1b(?:\[[<-?][^@-~]*[@-~]|\[([0-?]*)[ -/]*([@-~])|\]([^\x07\x1b]*)(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/y;
const PARTIAL = /\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)$/y;

const emptyLine = (): Line => ({ text: "", runs: [], continues: false });

export class Screen {
  /** Styles by number; 0 is plain. */
  styles: Style[] = [{}];
  /** The lines that may still change. */
  lines: Line[] = [emptyLine()];
  /** The first of these that changed since it was last read. */
  changed = 0;
  #numbers = new Map([["[]", 0]]);
  /** Cache of the style that a sequence leads to, since programs repeat a few of them. */
  #transitions = new Map<string, number>();
  #style: Style = {};
  #number = 0;
  #row = 0;
  /** Infinity: after the last character, wherever that is. */
  #column = Infinity;
  /** The beginning of an incomplete sequence. */
  #held = "";

  write(more: string): void {
    const text = this.#held + more;
    this.#held = "";
    let at = 0;
    while (at < text.length) {
      CONTROL.lastIndex = at;
      const end = CONTROL.exec(text)?.index ?? text.length;
      if (end > at) this.#print(text.slice(at, end));
      if (end === text.length) return;
      at = text[end] === "\x1b" ? this.#escape(text, end) : this.#control(text, end);
    }
  }

  /** Takes lines off the top that the cursor no longer reaches, as many as make a block. */
  takeBlock(): Line[] | undefined {
    const reachable = Math.min(this.#row, this.lines.length - CONSOLE_MIN_REACHABLE_LINES);
    let units = 0;
    let count = 0;
    while (count < CONSOLE_BLOCK_LINES && units < CONSOLE_BLOCK_UNITS && count < reachable)
      units += this.lines[count++]!.text.length;
    if (count < CONSOLE_BLOCK_LINES && units < CONSOLE_BLOCK_UNITS) {
      units = count = 0;
      while (units < CONSOLE_BLOCK_UNITS && count < this.#row - 1) units += this.lines[count++]!.text.length;
      if (units < CONSOLE_BLOCK_UNITS || count > CONSOLE_MIN_BLOCK_LINES) return undefined;
    }
    this.#row -= count;
    this.changed = Math.max(0, this.changed - count);
    return this.lines.splice(0, count);
  }

  #touch(): Line {
    this.changed = Math.min(this.changed, this.#row);
    return this.lines[this.#row]!;
  }

  #print(text: string): void {
    let line = this.#touch();
    if (this.#column !== Infinity) {
      const width = columnCount(line.text);
      if (this.#column < width) return this.#overwrite(line, text);
      this.#add(line, " ".repeat(Math.min(this.#column - width, CONSOLE_MAX_LINE_UNITS)), 0);
      this.#column = Infinity;
    }
    for (let at = 0; at < text.length;) {
      let room = CONSOLE_MAX_LINE_UNITS - line.text.length;
      if (room < 2) {
        line.continues = true;
        this.lines.splice(++this.#row, 0, (line = emptyLine()));
        room = CONSOLE_MAX_LINE_UNITS;
      }
      // A surrogate pair stays whole.
      if (/[\ud800-\udbff]/.test(text[at + room - 1] ?? "")) room--;
      this.#add(line, text.slice(at, at + room), this.#number);
      at += room;
    }
  }

  #add(line: Line, text: string, style: number): void {
    if (text && (line.runs.at(-1) ?? 0) !== style) line.runs.push(line.text.length, style);
    line.text += text;
  }

  /** Overwrites the text at the cursor, column by column. */
  #overwrite(line: Line, text: string): void {
    const next = columnsOf(text);
    this.#edit(line, (cells) => {
      const end = this.#column + next.length;
      // A wide character that is cut in half leaves a blank.
      if (cells[this.#column]?.[0] === "") cells[this.#column - 1] = [" ", 0];
      if (cells[end]?.[0] === "") cells[end] = [" ", 0];
      cells.splice(this.#column, next.length, ...next.map((cell): Cell => [cell, this.#number]));
      this.#column = end;
      return cells;
    });
  }

  #edit(line: Line, change: (cells: Cell[]) => Cell[]): void {
    let offset = 0;
    let style = 0;
    let run = 0;
    const cells = columnsOf(line.text).map((cell): Cell => {
      while (run < line.runs.length && line.runs[run]! <= offset) style = line.runs[(run += 2) - 1]!;
      offset += cell.length;
      return [cell, style];
    });
    Object.assign(line, emptyLine());
    for (const [cell, number] of change(cells)) this.#add(line, cell ?? " ", number);
  }

  #control(text: string, at: number): number {
    const line = this.lines[this.#row]!;
    switch (text[at]) {
      case "\n":
      case "\v":
      case "\f":
        this.#moveTo(this.#row + 1, 0);
        break;
      case "\r":
        this.#column = 0;
        break;
      case "\b":
        this.#column = Math.max(0, Math.min(this.#column, columnCount(line.text)) - 1);
    }
    return at + 1;
  }

  #moveTo(row: number, column: number): void {
    this.#row = Math.max(0, row);
    while (this.lines.length <= this.#row) this.lines.push(emptyLine());
    this.#column = column;
  }

  /** Handles the sequence at `at`; returns where the text continues. */
  #escape(text: string, at: number): number {
    SEQUENCE.lastIndex = PARTIAL.lastIndex = at;
    const found = SEQUENCE.exec(text);
    if (!found) {
      if (text.length - at > CONSOLE_MAX_LINE_UNITS || !PARTIAL.test(text)) return at + 1;
      this.#held = text.slice(at);
      return text.length;
    }
    const [whole, parameters = "", final, command] = found;
    if (final === "m") {
      const transition = `${this.#number} ${parameters}`;
      const known = this.#transitions.get(transition);
      if (known === undefined) this.#restyle(select(this.#style, parameters));
      else this.#style = this.styles[(this.#number = known)]!;
      if (this.#transitions.size > 4096) this.#transitions.clear();
      this.#transitions.set(transition, this.#number);
    } else if (final) this.#move(final, parameters);
    else if (command?.startsWith("8;")) {
      const { link: _, ...style } = this.#style;
      const link = linkOf(command.slice(command.indexOf(";", 2) + 1));
      this.#restyle(link ? { ...style, link } : style);
    }
    return at + whole.length;
  }

  #restyle(style: Style): void {
    const key = JSON.stringify(Object.entries(style).sort());
    this.#style = style;
    this.#number = this.#numbers.get(key) ?? this.styles.push(style) - 1;
    this.#numbers.set(key, this.#number);
  }

  #move(final: string, parameters: string): void {
    const row = this.#row;
    const line = this.lines[row]!;
    const given = parseInt(parameters) || 0;
    const count = Math.min(Math.max(given, 1), CONSOLE_MAX_LINE_UNITS);
    const last = this.lines.length - 1;
    const column = this.#column === Infinity ? columnCount(line.text) : this.#column;
    switch (final) {
      case "A":
        return this.#moveTo(row - count, column);
      case "B":
        return this.#moveTo(Math.min(row + count, last), column);
      case "C":
        return this.#moveTo(row, column + count);
      case "D":
        return this.#moveTo(row, Math.max(0, column - count));
      case "E":
        return this.#moveTo(Math.min(row + count, last), 0);
      case "F":
        return this.#moveTo(row - count, 0);
      case "G":
        return this.#moveTo(row, count - 1);
      case "J":
        if (given) return;
        this.lines.length = row + 1;
        this.#eraseRight(column);
        return;
      case "K":
        this.#column = column;
        if (given === 0) this.#eraseRight(column);
        else if (given === 2) Object.assign(this.#touch(), emptyLine());
        else if (given === 1) {
          this.#edit(this.#touch(), (cells) => cells.map((cell, i): Cell => (i > column ? cell : [" ", 0])));
        }
    }
  }

  #eraseRight(column: number): void {
    const line = this.#touch();
    line.continues = false;
    this.#edit(line, (cells) => cells.slice(0, column));
  }
}

/** A column's grapheme (none where a wider one continues) and style. */
type Cell = [string | undefined, number];
