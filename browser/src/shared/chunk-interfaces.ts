/** What chunks give to one another: they are loaded separately, so neither imports the other. */

/** A terminal that shows a recording: what the chunk `webterm` gives to the renderer of recordings. */
export interface Playback {
  readonly host: HTMLElement;
  parse(output: string): void;
  /** As new, of that size. */
  reset(columns: number, rows: number): void;
  resize(columns: number, rows: number): void;
  /** What is on the screen, without empty lines at its end. */
  text(): string;
  selected(): string;
  dispose(): void;
}

export interface Line {
  text: string;
  /** Offset and style of each stretch, in turn; text before the first has style 0. */
  runs: number[];
  /** The next line continues this one: no line feed came between. */
  continues: boolean;
}

/** Lines that no longer change, and where they stand. */
export interface Block {
  element: HTMLElement;
  lines: Line[];
  isPainted: boolean;
}

/** The text of lines; without a line feed after the last of all. */
export const textOf = (lines: Line[], isLast = false): string =>
  lines.map(({ text, continues }, i) => text + (continues || (isLast && !lines[i + 1]) ? "" : "\n")).join("");
