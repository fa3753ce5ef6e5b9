/** What goes to the clipboard: an item in each of its forms. */

import type { Content } from "./content.ts";

/** The older way, where a page is not secure or its policy forbids the newer. */
function copyText(text: string): void {
  const give = (event: ClipboardEvent): void => {
    event.clipboardData!.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", give, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", give);
}

/** Rejects where the browser allows neither way. */
export async function copy({ text, html, picture }: Content): Promise<void> {
  const { clipboard } = navigator as { clipboard?: Clipboard };
  try {
    // Promises inside: engines ask that this is called within the click.
    const forms: Record<string, Promise<Blob> | Blob> = {};
    if (picture) forms["image/png"] = picture();
    else forms["text/plain"] = new Blob([text()], { type: "text/plain" });
    if (html) forms["text/html"] = new Blob([html()], { type: "text/html" });
    await clipboard!.write([new ClipboardItem(forms)]);
  } catch {
    copyText(text());
  }
}
