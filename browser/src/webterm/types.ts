/** What the parts of a terminal know of each other. */

export type Bytes = Uint8Array<ArrayBuffer>;

export interface Size {
  rows: number;
  columns: number;
  /** Of the screen in CSS pixels. */
  width: number;
  height: number;
}

/** How a program ended. */
export interface Exit {
  code?: number;
  signal?: number;
}

/** What becomes of a terminal whose connection was closed. */
export interface CloseAction {
  /**
   * `again`: the way is gone, the program is not; `anew`: what was asked for is gone, and something else is asked for now;
   * `ended`: the program is gone; `refused`: nothing helps but a person.
   */
  next: "again" | "anew" | "ended" | "refused";
  reason?: string;
}

/** One connection, as a dialect uses it. What is sent when it is gone is dropped. */
export interface Transport {
  send(data: string | Bytes): void;
  /** The other side does not speak the dialect. */
  close(code: number, reason: string): void;
}

/** What a dialect can do to the terminal. */
export interface TerminalDelegate {
  /** Gives output to the emulator; `live`: questions in it may be answered. `parsed` is called when it has gone through. */
  output(data: Bytes, live: boolean, parsed?: () => void): void;
  /** Clears the emulator behind what it has still to parse; with `drop` at once, instead of that. */
  reset(drop: boolean, parsed?: () => void): void;
  /** Bytes that the emulator has still to parse. */
  pending(): number;
  /** The size that fits the page. */
  size(): Size;
  /** The terminal has another size than ours: a viewer elsewhere uses it. */
  resized(rows: number, columns: number): void;
  /** The other side was heard: the connection is good. */
  ready(): void;
  title(text: string): void;
  /** Words for the person, without an end of the connection. */
  note(text: string): void;
  exit(how: Exit): void;
  /** Whether the person may type here. */
  writable(may: boolean): void;
  /** Calls after that many milliseconds while this connection lasts. */
  later(milliseconds: number, call: () => void): void;
}

/** One way of speaking. It outlives its connections; each starts with `open`. */
export interface Dialect {
  open(transport: Transport): void;
  message(data: string | Bytes): void;
  /** Bytes that were typed; an emulator's answers too. */
  input(data: Bytes): void;
  resize(size: Size): void;
  focus?(): void;
  /** Ends the program where the dialect can; the connection is closed after it. */
  end?(): void;
  /** Starts the program anew; false: by connecting again. */
  restart?(): boolean;
  /** Asks whether the other side is there; it answers with any message. */
  probe?(): void;
  /** Whether what is typed while the connection is gone is sent when it is back. */
  keepsInput?(): boolean;
  closed(code: number, reason: string): CloseAction;
}

export interface Identity {
  /** What the page calls the session. */
  session: string;
  /** The server's name of it, where it has one. */
  name: string;
  /** This terminal's id: 16 random bytes. */
  client: Bytes;
}
