/** What people take from an output: copies, and files. */

import type { CopiedItem } from "../backendai-media.d.ts";

/** Copies a text that may not be ready yet. Resolves to whether it is on the clipboard. */
export async function copyText(text: string | Promise<string>): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(await text);
    return true;
  } catch {
    return false;
  }
}

/** The fallback where a page is not secure or its policy forbids the Clipboard API. */
function copyByCommand(text: string): void {
  const give = (event: ClipboardEvent): void => {
    event.clipboardData!.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", give, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", give);
}

/** Copies an item in each of its forms; as text where the browser takes no other. */
export async function copyItem({ text = "", html, image }: CopiedItem): Promise<void> {
  const { clipboard } = navigator as { clipboard?: Clipboard };
  try {
    // Promises inside: engines ask that this is called within the click.
    const forms: Record<string, Promise<Blob> | Blob> = {};
    if (image) forms["image/png"] = image;
    else forms["text/plain"] = new Blob([text], { type: "text/plain" });
    if (html) forms["text/html"] = new Blob([html], { type: "text/html" });
    await clipboard!.write([new ClipboardItem(forms)]);
  } catch {
    copyByCommand(text);
    // It may not be readable across origins, and nobody waits for it any more.
    await Promise.resolve(image).catch(() => {});
  }
}

/** Saves data as a file. As plain bytes, so that its address would not run if it were opened; it lives for the click. */
export function save(name: string, data: BlobPart): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
