/** Vue 3 components around the elements. Other attributes are the element's. */

import type { DefineComponent } from "vue";
import type { OutputElement, OutputStream, TerminalElement } from "../types/backendai-media.js";
import type { OutputEvents, OutputProps, TerminalEvents, TerminalProps } from "./components.js";

export type BackendAIOutputProps = OutputProps & OutputEvents;
export type BackendAITerminalProps = TerminalProps & TerminalEvents;

export declare const BackendAIOutput: DefineComponent<BackendAIOutputProps, { element: OutputElement | undefined }>;
export declare const BackendAITerminal: DefineComponent<
  BackendAITerminalProps,
  { element: TerminalElement | undefined }
>;
/** A stream; in a template: `<BackendAIOutput :ref="(it) => stream.attach(it?.element ?? null)" />`. */
export declare function useOutputStream(): OutputStream;
