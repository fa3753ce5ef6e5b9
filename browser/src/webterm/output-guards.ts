/** Guards for effects of output outside the screen: replies, links, and the clipboard. */

import type { ILinkHandler, Terminal } from "@xterm/xterm";
import { copyText } from "../shared/copy-save.ts";
import { decode, fromBase64 } from "./bytes.ts";
import { parseUrl } from "../shared/text.ts";

/** Device attributes, status and position, modes, size, focus, colours, settings. */
const HARMLESS_REPORT =
  /^(\x1b\[[?>]?[\d;]{0,24}\$?[cnRytIO]|0c|\x1b\](4;\d{1,3}|1[0-2]);rgb:[\da-f/]{5,14}\x1b\\|\x1bP[01]\$r[\d; ]{0,12}"?[qprm]{0,2}\x1b\\)+$/;
const MAX_REPORT_CHARS_PER_SECOND = 4096;

/** Returns a function that tells whether a reply may be sent. */
export function createReportFilter(now: () => number = () => performance.now()): (text: string) => boolean {
  let since = -Infinity;
  let count = 0;
  return (text) => {
    if (now() - since >= 1000) {
      since = now();
      count = 0;
    }
    count += text.length;
    return count <= MAX_REPORT_CHARS_PER_SECOND && HARMLESS_REPORT.test(text);
  };
}

const LINK_SCHEMES = ["http:", "https:", "mailto:"];

export function openLink(_event: MouseEvent, text: string): void {
  const url = parseUrl(text);
  if (url && LINK_SCHEMES.includes(url.protocol)) window.open(url, "_blank", "noopener,noreferrer");
}

/** Links whose text is not their address show it while the pointer is over them. */
export const linkHandler = (host: HTMLElement): ILinkHandler => ({
  activate: openLink,
  hover: (_event, text) => (host.title = text),
  leave: () => host.removeAttribute("title"),
  allowNonHttpProtocols: true,
});

const MAX_CLIPBOARD_CHARS = 1_000_000;

/** The clipboard's text, or `undefined` if the browser denies it. */
export async function clipboardText(): Promise<string | undefined> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return undefined;
  }
}

/** Removes control characters except tabs from pasted text; line ends become what Enter sends. */
export const clean = (text: string): string =>
  text.replace(/\r?\n/g, "\r").replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, "");

/** Makes OSC 52 ask before it writes; the answer of `ask` holds for this terminal. */
export function guardClipboard(terminal: Terminal, ask: (text: string) => Promise<boolean>): void {
  terminal.parser.registerOscHandler(52, (data) => {
    const encoded = data.slice(data.indexOf(";") + 1);
    const bytes = encoded === "?" || encoded.length > MAX_CLIPBOARD_CHARS ? undefined : fromBase64(encoded);
    const text = bytes && decode(bytes);
    if (text) void ask(text).then((agreed) => agreed && copyText(text));
    return true;
  });
}
