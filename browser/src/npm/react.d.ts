/** React components around the elements. Other props are attributes of the element. */

import type { ForwardRefExoticComponent, RefAttributes } from "react";
import type { OutputElement, OutputStream, TerminalElement } from "../types/backendai-media.js";
import type { OutputEvents, OutputProps, TerminalEvents, TerminalProps } from "./components.js";

interface Attributes {
  id?: string;
  className?: string;
  style?: Readonly<Record<string, string | number>>;
}
export interface BackendAIOutputProps extends Attributes, OutputProps, OutputEvents {}
export interface BackendAITerminalProps extends Attributes, TerminalProps, TerminalEvents {}

export declare const BackendAIOutput: ForwardRefExoticComponent<BackendAIOutputProps & RefAttributes<OutputElement>>;
export declare const BackendAITerminal: ForwardRefExoticComponent<
  BackendAITerminalProps & RefAttributes<TerminalElement>
>;
/** A stream whose `attach` is the component's `ref`. */
export declare function useOutputStream(): OutputStream;
