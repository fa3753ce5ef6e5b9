/** The interfaces between the parts of a terminal. */

export type Bytes = Uint8Array<ArrayBuffer>;

export interface Size {
  rows: number;
  columns: number;
  /** The screen's size in CSS pixels. */
  width: number;
  height: number;
}

/** How a program ended. */
export interface Exit {
  code?: number;
  signal?: number;
}

/** What to do after the connection was closed. */
export interface CloseAction {
  /**
   * `reconnect`: the connection is lost, the program is not; `new-session`: the session is gone, and a new one is requested;
   * `ended`: the program has ended; `refused`: only the user can retry.
   */
  next: "reconnect" | "new-session" | "ended" | "refused";
  reason?: string;
}

/** The usual action for a close code: 1000 is the program's end, other standard codes are lost connections. */
export function closeAction(code: number, reason: string, isEnded = code === 1000): CloseAction {
  return { next: isEnded ? "ended" : code < 2000 ? "reconnect" : "refused", reason };
}

/** A connection as a dialect uses it. Data sent after it is lost is dropped. */
export interface Transport {
  send(data: string | Bytes): void;
  /** Closes because the other side does not speak the dialect. */
  close(code: number, reason: string): void;
}

/** The terminal, as a dialect sees it. */
export interface TerminalDelegate {
  /** Passes output to the emulator; `live`: queries in it may be answered. `parsed` is called once it is parsed. */
  output(data: Bytes, live: boolean, parsed?: () => void): void;
  /** Clears the emulator after pending output; with `drop` at once, discarding that. */
  reset(drop: boolean, parsed?: () => void): void;
  /** Bytes waiting to be parsed. */
  pending(): number;
  /** The size that fits the container. */
  size(): Size;
  /** Shows the terminal's size, which another viewer may have set. */
  resized(rows: number, columns: number): void;
  /** The other side has answered: the connection works. */
  ready(): void;
  title(text: string): void;
  /** A note for the user; the connection stays. */
  notify(text: string): void;
  exit(how: Exit): void;
  /** Whether the user may type here. */
  writable(may: boolean): void;
  /** Calls after a number of milliseconds, if this connection lasts that long. */
  callLater(milliseconds: number, call: () => void): void;
}

/** A protocol dialect. It outlives its connections; each starts with `open`. */
export interface Dialect {
  open(transport: Transport): void;
  message(data: string | Bytes): void;
  /** Sends typed bytes and the emulator's replies. */
  input(data: Bytes): void;
  resize(size: Size): void;
  focus?(): void;
  /** Ends the program if the dialect can; the connection is closed afterwards. */
  end?(): void;
  /** Restarts the program; `false` if that takes a new connection. */
  restart?(): boolean;
  /** Probes the other side, which answers with any message. */
  probe?(): void;
  /** Whether input typed while disconnected is sent after reconnecting. */
  keepsInput?(): boolean;
  closed(code: number, reason: string): CloseAction;
}

export interface Identity {
  /** The page's name of the session. */
  session: string;
  /** The server's name of the session, if any. */
  name: string;
  /** This terminal's id: 16 random bytes. */
  client: Bytes;
}
