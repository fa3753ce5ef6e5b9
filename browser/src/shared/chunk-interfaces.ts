/** Interfaces between chunks, which are loaded separately and do not import each other. */

/** A terminal that plays a recording, provided by the chunk `webterm` to the asciicast renderer. */
export interface Playback {
  readonly host: HTMLElement;
  parse(output: string): void;
  /** Resets to that size. */
  reset(columns: number, rows: number): void;
  resize(columns: number, rows: number): void;
  /** The text on the screen, without trailing empty lines. */
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

/** Lines that no longer change, and their element. */
export interface Block {
  element: HTMLElement;
  lines: Line[];
  isPainted: boolean;
}

/** The text of lines; without a line feed after the last of all. */
export const textOf = (lines: Line[], isLast = false): string =>
  lines.map(({ text, continues }, i) => text + (continues || (isLast && !lines[i + 1]) ? "" : "\n")).join("");
