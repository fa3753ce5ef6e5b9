/** Svelte 5 components around the elements. Other props are attributes of the element. */

import type { Component } from "svelte";
import type { OutputStream } from "../../types/backendai-media.js";
import type {
  Asked,
  Failed,
  OutputProps,
  Rendered,
  TerminalChange,
  TerminalExit,
  TerminalProps,
} from "../components.js";

interface Attributes {
  id?: string;
  class?: string;
  style?: string;
}
export interface BackendAIOutputProps extends Attributes, OutputProps {
  /** Of `createStream`: it writes to the result. */
  stream?: OutputStream;
  onrendered?: (report: Rendered) => void;
  onerror?: (failure: Failed) => void;
  oninput?: (request: Asked) => void;
}
export interface BackendAITerminalProps extends Attributes, TerminalProps {
  onstate?: (change: TerminalChange) => void;
  ontitle?: (change: { title: string }) => void;
  onbell?: () => void;
  onexit?: (how: TerminalExit) => void;
}

export declare const BackendAIOutput: Component<BackendAIOutputProps>;
export declare const BackendAITerminal: Component<BackendAITerminalProps>;
export declare function createStream(): OutputStream;
