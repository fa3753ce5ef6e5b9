/** Copying and pasting. Programs may write the clipboard after a person agreed, and never read it. */

import type { Terminal } from "@xterm/xterm";
import { copyText } from "../shared/clipboard.ts";
import { decode, fromBase64 } from "./bytes.ts";

/** Characters that a program may put there. */
const MOST = 1_000_000;

/** The clipboard, or nothing where the browser keeps it. */
export async function clipboardText(): Promise<string | undefined> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return undefined;
  }
}

/** What may be pasted: no control character but tabs and line ends, which are what Enter sends. */
export const clean = (text: string): string =>
  text.replace(/\r?\n/g, "\r").replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, "");

/** Has OSC 52 ask before it writes; `ask` gives the answer, which holds for this terminal. */
export function guardClipboard(terminal: Terminal, ask: (text: string) => Promise<boolean>): void {
  terminal.parser.registerOscHandler(52, (data) => {
    const encoded = data.slice(data.indexOf(";") + 1);
    const bytes = encoded === "?" || encoded.length > MOST ? undefined : fromBase64(encoded);
    const text = bytes && decode(bytes);
    if (text) void ask(text).then((agreed) => agreed && copyText(text));
    return true;
  });
}
