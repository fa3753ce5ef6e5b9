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
