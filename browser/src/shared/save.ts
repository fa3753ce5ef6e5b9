/** What leaves the page: files, and what a user takes of an item when they copy or save it. */

import type { Context } from "../backendai-media.d.ts";

/** Saves data as a file. As plain bytes, so that its address would not run if it were opened; it lives for the click. */
export function save(name: string, data: BlobPart): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

/** A file to save. */
export interface File {
  name: string;
  data: BlobPart;
}

/** An item in the forms in which it can be taken. */
export interface Content {
  text(): string;
  /** Sanitised markup, safe to paste. */
  html?(): string;
  /** A PNG. */
  picture?(): Promise<Blob>;
  file(): File | Promise<File>;
}

/** Answers for a renderer: `content` is called each time the item is copied or saved. */
export function onTake(context: Context, content: () => Partial<Content>): void {
  const answer = (event: Event): void => void Object.assign((event as CustomEvent<object>).detail, content());
  context.host.addEventListener("backendai:take", answer, { signal: context.signal });
}

/** Returns what the renderer of an item answers; forms that it does not supply are missing. */
export function take(item: HTMLElement): Partial<Content> {
  const detail: Partial<Content> = {};
  item.dispatchEvent(new CustomEvent("backendai:take", { detail }));
  return detail;
}
