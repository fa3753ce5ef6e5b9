/** Console text as a terminal without a width: lines that grow downwards, and the control sequences that programs print. */

import { Line } from "./lines.ts";
import { linkOf, select, type Style } from "./sgr.ts";
import {
  CONSOLE_BLANKS_PER_UNIT,
  CONSOLE_BLOCK_LINES,
  CONSOLE_BLOCK_UNITS,
  CONSOLE_FIRST_BLANKS,
  CONSOLE_MAX_LINE_UNITS,
  CONSOLE_MIN_BLOCK_LINES,
  CONSOLE_MIN_REACHABLE_LINES,
} from "../../shared/spec.ts";

const CONTROL = /[\0-\x1f\x7f-\x9f]/g;
/** At a line's end, where tabs are text, so that they are copied as tabs. */
const CONTROL_BUT_TAB = /[\0-\x08\n-\x1f\x7f-\x9f]/g;
/** `CSI` that may be known; any other; `OSC` and other strings, which end in their line; character sets and single ones. */
const SEQUENCE =
  /\x1b(?:\[([\d:;]*)([@-~])|\[[0-?]*[ -/]*[@-~]|([\]PX^_][^\x07\x1b\n-\r]*)(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/y;
const PARTIAL = /\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b\n-\r]*\x1b?|[ -/]*)$/y;

/** Controls that are handled at a time. */
const CONTROLS_PER_STEP = 64;
/** Of the cache of styles that sequences lead to: its entries, and the UTF-16 units of a sequence that is worth one. */
const MAX_TRANSITIONS = 4096;
const MAX_TRANSITION_UNITS = 64;

export class Screen {
  /** Styles by number; 0 is plain. */
  styles: Style[] = [{}];
  /** The lines that may still change. */
  lines: Line[] = [new Line()];
  /** The first of these that changed since it was last read. */
  changed = 0;
  #numbers = new Map([["[]", 0]]);
  /** Links by number, so that a style's key has none of a link's length. */
  #links = new Map<string, number>();
  /** Cache of the style that a sequence leads to, since programs repeat a few of them. */
  #transitions = new Map<string, number>();
  #style: Style = {};
  #number = 0;
  #row = 0;
  /** Infinity: after the last character, wherever that is. */
  #column = Infinity;
  /** Text follows what was written last: an accent belongs to that. */
  #joins = true;
  /** The beginning of an incomplete sequence or surrogate pair. */
  #held = "";
  /** Blank columns that the cursor may still make. */
  #blanks = CONSOLE_FIRST_BLANKS;

  /** Works in steps. */
  *write(more: string): Generator<void, void> {
    let text = this.#held + more;
    this.#held = /[\ud800-\udbff]/.test(text.slice(-1)) ? text.slice(-1) : "";
    text = text.slice(0, text.length - this.#held.length);
    this.#blanks += more.length * CONSOLE_BLANKS_PER_UNIT;
    let at = 0;
    for (let count = 1; at < text.length; count++) {
      const control = this.#column === Infinity ? CONTROL_BUT_TAB : CONTROL;
      control.lastIndex = at;
      const end = control.exec(text)?.index ?? text.length;
      if (end > at) this.#print(text.slice(at, end));
      if (end === text.length) return;
      at = text[end] === "\x1b" ? this.#escape(text, end) : this.#control(text, end);
      if (count % CONTROLS_PER_STEP === 0) yield;
    }
  }

  /** Takes lines off the top that the cursor no longer reaches, as many as make a block. */
  takeBlock(): Line[] | undefined {
    const reachable = Math.min(this.#row, this.lines.length - CONSOLE_MIN_REACHABLE_LINES);
    let units = 0;
    let count = 0;
    while (count < CONSOLE_BLOCK_LINES && units < CONSOLE_BLOCK_UNITS && count < reachable)
      units += this.lines[count++]!.weight;
    if (count < CONSOLE_BLOCK_LINES && units < CONSOLE_BLOCK_UNITS) {
      units = count = 0;
      while (units < CONSOLE_BLOCK_UNITS && count < this.#row - 1) units += this.lines[count++]!.weight;
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
    const joins = this.#joins;
    this.#joins = true;
    if (this.#column !== Infinity) {
      const blanks = Math.min(this.#column - line.width, CONSOLE_MAX_LINE_UNITS, this.#blanks);
      if (blanks < 0) return this.#overwrite(line, text, joins);
      this.#blanks -= blanks;
      line.add(" ".repeat(blanks), 0);
      this.#column = Infinity;
    }
    for (let at = 0; at < text.length;) {
      let room = CONSOLE_MAX_LINE_UNITS - line.size;
      if (room < 2) {
        line.continues = true;
        this.lines.splice(++this.#row, 0, (line = new Line()));
        room = CONSOLE_MAX_LINE_UNITS;
      }
      // A surrogate pair stays whole.
      if (/[\ud800-\udbff]/.test(text[at + room - 1] ?? "")) room--;
      line.add(text.slice(at, at + room), this.#number, joins || at > 0);
      at += room;
    }
  }

  /** Overwrites the text at the cursor, column by column. */
  #overwrite(line: Line, text: string, joins: boolean): void {
    // What does not fit into the line goes on after it.
    const limit = text.length * 2 + line.size > CONSOLE_MAX_LINE_UNITS ? line.width : Infinity;
    const [column, rest] = line.overwrite(this.#column, text, this.#number, joins, limit);
    this.#column = column;
    if (!rest) return;
    line.cut(column);
    this.#column = Infinity;
    this.#print(rest);
  }

  #control(text: string, at: number): number {
    const row = this.#row;
    switch (text[at]) {
      case "\n":
      case "\v":
      case "\f":
        this.#moveTo(row + 1, 0);
        break;
      case "\r":
        this.#moveTo(row, 0);
        break;
      case "\b":
        this.#moveTo(row, Math.max(0, this.#at() - 1));
        break;
      case "\t":
        if (this.#column === Infinity || this.#column === this.lines[row]!.width) this.#print("\t");
        else this.#moveTo(row, this.#column + 8 - (this.#column % 8));
    }
    return at + 1;
  }

  #moveTo(row: number, column: number): void {
    this.#row = Math.max(0, row);
    while (this.lines.length <= this.#row) this.lines.push(new Line());
    this.#column = column;
    this.#joins = false;
  }

  /** The cursor's column. */
  #at(): number {
    return this.#column === Infinity ? this.lines[this.#row]!.width : this.#column;
  }

  /** Handles the sequence at `at`; returns where the text continues. */
  #escape(text: string, at: number): number {
    SEQUENCE.lastIndex = PARTIAL.lastIndex = at;
    const found = SEQUENCE.exec(text);
    if (!found) {
      if (text.length - at > CONSOLE_MAX_LINE_UNITS || !PARTIAL.test(text)) return at + 1;
      this.#held = text.slice(at) + this.#held;
      return text.length;
    }
    const [whole, parameters = "", final, command] = found;
    if (final === "m") this.#select(parameters);
    else if (final) this.#move(final, parameters);
    else if (command?.startsWith("]8;")) {
      const { link: _, ...style } = this.#style;
      const link = linkOf(command.slice(command.indexOf(";", 3) + 1));
      this.#restyle(link ? { ...style, link } : style);
    }
    return at + whole.length;
  }

  #select(parameters: string): void {
    const transition = `${this.#number} ${parameters}`;
    const known = this.#transitions.get(transition);
    if (known !== undefined) {
      this.#style = this.styles[(this.#number = known)]!;
      return;
    }
    this.#restyle(select(this.#style, parameters));
    if (parameters.length > MAX_TRANSITION_UNITS) return;
    if (this.#transitions.size > MAX_TRANSITIONS) this.#transitions.clear();
    this.#transitions.set(transition, this.#number);
  }

  #restyle(style: Style): void {
    const { link, ...rest } = style;
    let key = JSON.stringify(Object.entries(rest).sort());
    if (link) {
      const number = this.#links.get(link) ?? this.#links.size;
      this.#links.set(link, number);
      key += number;
    }
    this.#style = style;
    this.#number = this.#numbers.get(key) ?? this.styles.push(style) - 1;
    this.#numbers.set(key, this.#number);
  }

  #move(final: string, parameters: string): void {
    const row = this.#row;
    const given = parseInt(parameters) || 0;
    const count = Math.min(Math.max(given, 1), CONSOLE_MAX_LINE_UNITS);
    const last = this.lines.length - 1;
    const column = this.#at();
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
        this.#moveTo(row, column);
        this.lines.length = row + 1;
        this.#eraseRight(column);
        return;
      case "K":
        this.#moveTo(row, column);
        if (given === 0) this.#eraseRight(column);
        else if (given === 2) this.#touch().clear();
        else if (given === 1) this.#touch().blank(column + 1);
    }
  }

  #eraseRight(column: number): void {
    const line = this.#touch();
    line.continues = false;
    line.cut(column);
  }
}
