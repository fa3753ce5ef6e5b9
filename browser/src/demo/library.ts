/** The part of the library that this page uses. It is a page like any other: it sees only `window.BackendAI`. */

export interface Area {
  append(items: unknown): void;
  close(): void;
}
/** `backendai:input` is dispatched when the box shows, and again with `text` when the user has sent an answer. */
export interface InputDetail {
  text?: string;
}
/** Of `backendai:comm`: what a widget tells the kernel. */
export interface CommDetail {
  readonly resultId: string;
  readonly msg_id: string;
  readonly msg_type: string;
  readonly content: unknown;
  readonly metadata: unknown;
  readonly buffers: readonly DataView[];
  reply(message: unknown): void;
}
/** `backendai:drawing` is dispatched when a person does something with a drawing whose program listens. */
export interface DrawingDetail {
  resultId: string;
  focus?(): void;
}
interface Terminal {
  connect(address: string): Promise<unknown>;
  focus(): void;
}
type Terminals = new (place: HTMLElement, session: string, options: { dialect: string }) => Terminal;
interface Options {
  append?: boolean;
  scope?: unknown;
  active?: "data" | "sandbox";
}
interface Library {
  readonly version: string;
  loadWebterm(): Promise<Terminals>;
  readonly Media: {
    open(resultId: string, container: Element, options?: Options): Area;
    handle_all(items: unknown, resultId: string, container: Element, options?: Options): Promise<unknown>;
    dispose(resultId?: string, container?: Element): void;
  };
}
declare global {
  interface Window {
    BackendAI?: Library;
  }
}

function library(): Library {
  if (!window.BackendAI) throw new Error("the library is not loaded");
  return window.BackendAI;
}
export const media = (): Library["Media"] => library().Media;
export const terminals = (): Promise<Terminals> => library().loadWebterm();
