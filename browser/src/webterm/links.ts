/** Addresses in the output: opened on a click, where they are of a kind that a page may open. */

import type { ILinkHandler } from "@xterm/xterm";

const SCHEMES = ["http:", "https:", "mailto:"];

export function openLink(_event: MouseEvent, text: string): void {
  const url = URL.parse(text);
  if (url && SCHEMES.includes(url.protocol)) window.open(url, "_blank", "noopener,noreferrer");
}

/** Links whose text is not their address say it while the pointer is over them. */
export const linkHandler = (host: HTMLElement): ILinkHandler => ({
  activate: openLink,
  hover: (_event, text) => (host.title = text),
  leave: () => host.removeAttribute("title"),
  allowNonHttpProtocols: true,
});
