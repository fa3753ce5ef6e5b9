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
