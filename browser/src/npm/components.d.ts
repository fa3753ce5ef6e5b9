/** What the components of all frameworks have in common. */

import type {
  Address,
  Failure,
  InputRequest,
  Options,
  Report,
  TerminalState,
  WebtermOptions,
} from "../types/backendai-media.js";

type Theme = "auto" | "light" | "dark";

export interface OutputProps {
  /** Anything that `handle_all` takes; another array shows what has changed. */
  items?: unknown;
  /** An address of JSON, or of a stream of it. */
  src?: string;
  resultId?: string | number;
  active?: "data" | "none" | "sandbox";
  theme?: Theme;
  options?: Options;
  /** Static markup of the result, as Python's `render` makes it: it shows until the result does. */
  html?: string;
}

export interface TerminalProps {
  session?: string;
  src?: string;
  address?: Address;
  theme?: Theme;
  options?: WebtermOptions;
}

export type Rendered = Report & { resultId: string };
export type Failed = Failure & { resultId: string };
export type Asked = InputRequest;
export interface TerminalChange {
  state: TerminalState;
  reason: string;
  message: string;
  seconds: number | undefined;
}
export interface TerminalExit {
  code?: number;
  signal?: number;
}

/** In React and Vue. */
export interface OutputEvents {
  onRendered?: (report: Rendered) => void;
  onError?: (failure: Failed) => void;
  onInput?: (request: Asked) => void;
}
export interface TerminalEvents {
  onTerminalState?: (change: TerminalChange) => void;
  onTerminalTitle?: (change: { title: string }) => void;
  onTerminalBell?: () => void;
  onTerminalExit?: (how: TerminalExit) => void;
}
