/** The messages between page and server; `page_protocol.py` describes them. */

export type KernelState = "starting" | "idle" | "busy" | "restarting" | "dead";
export type Outcome = "ok" | "error" | "skipped" | "stopped";

export type Request =
  | { type: "run"; code: string; title?: string }
  | { type: "interrupt" }
  | { type: "restart" }
  | { type: "reply"; request: string; text: string }
  | { type: "events"; events: object[] }
  | { type: "clear" }
  | {
      type: "comm";
      run: string;
      id: string;
      msg_type: string;
      content: unknown;
      metadata: unknown;
      /** Base64. */
      buffers: readonly string[];
    }
  | { type: "ack"; id: number };

export type Event =
  | { type: "hello" }
  | { type: "kernel"; state: KernelState; reason: string }
  | { type: "question"; request: string; run: string; prompt: string; password: boolean }
  | { type: "answered" }
  | { type: "notice"; text: string }
  | { type: "mark"; id: number; behind: number }
  | { type: "submitted"; run: string; code: string; title: string; time: number }
  | { type: "started"; run: string }
  | { type: "output"; run: string; message: unknown }
  | { type: "finished"; run: string; outcome: Outcome; count: number | null; seconds: number };

export type Question = Extract<Event, { type: "question" }>;

/** What the server has put into the page. */
export interface Example {
  name: string;
  title: string;
  about: string;
  code: string;
  missing: string[];
  /** Scripts of outputs run, in a frame. */
  sandbox: boolean;
}
export type Data =
  | { mode: "play"; examples: Example[]; libraries: Example[]; terminal: boolean }
  | { mode: "view"; name: string };
