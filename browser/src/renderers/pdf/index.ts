/**
 * PDF, in the browser's own viewer: a frame on a `blob:` that is `application/pdf` whatever the payload calls itself, so that
 * nothing else can run at an address of the page's origin. Chromium shows no PDF in a sandboxed frame.
 */

import type { Context, Message, Metadata, RenderedItem } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import noteStyle from "../../shared/media.css";
import { createElement } from "../../shared/dom.ts";
import { addressOf, type Bytes, bytesOf, FORBIDDEN, offer, watchPolicy } from "../../shared/media.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";
import { messageError } from "../../shared/translate.ts";

/** Bytes at the start in which readers look for the mark of a PDF. */
const HEAD_BYTES = 1024;
const TYPE = "application/pdf";
const BROKEN: Message = messages.not_pdf;

const isPdf = ([first]: Bytes[]): boolean => String.fromCharCode(...first!.subarray(0, HEAD_BYTES)).includes("%PDF-");

const sizeOf = (bytes: number): string => {
  const isLarge = bytes > 1e6;
  const unit = isLarge ? "megabyte" : "kilobyte";
  const format = new Intl.NumberFormat(undefined, { style: "unit", unit, maximumSignificantDigits: 2 });
  return format.format(bytes / (isLarge ? 1e6 : 1e3));
};

export function render(data: unknown, context: Context): RenderedItem {
  const { host, translate } = context;
  const figure = createElement("div", "pdf");
  let address = "";
  let latest = 0;
  let frame: HTMLIFrameElement | undefined;
  let forbid = (): void => {};
  let shown: { url: string | undefined; bytes: Bytes[] | undefined; name: string };

  context.style(theme);
  context.style(noteStyle);
  context.style(css);
  host.append(figure);
  watchPolicy("frame-src", context, () => forbid());

  const free = (): void => {
    frame?.remove();
    frame = undefined;
    URL.revokeObjectURL(address);
    address = "";
  };

  const show = async (value: unknown, metadata: Metadata): Promise<void> => {
    const call = ++latest;
    const payload = value as string;
    const url = addressOf(payload);
    const bytes = url ? undefined : await bytesOf(payload, context);
    if (call !== latest) return;
    if (bytes && !isPdf(bytes)) throw messageError(BROKEN);
    free();
    const title = `${metadata["title"] ?? translate(messages.pdf_document)}`;
    const name = `${title.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80)}.pdf`;
    shown = { url, bytes, name };
    const note = createElement("p", "note", `${title} `);
    figure.replaceChildren(note);
    // The content at an address may change its type: the user opens it elsewhere.
    if (!bytes) return note.append(offer(url!, name, translate));
    note.append(`(${sizeOf(bytes.reduce((sum, part) => sum + part.length, 0))}) `, offer(bytes, name, translate));
    forbid = () => {
      free();
      note.append(` ${translate(FORBIDDEN)}.`);
    };
    if (!navigator.pdfViewerEnabled) return note.append(` ${translate(messages.no_pdf_viewer)}.`);
    address = URL.createObjectURL(new Blob(bytes, { type: TYPE }));
    frame = createElement("iframe", "pdf-frame");
    frame.title = title;
    frame.loading = "lazy";
    for (const side of ["width", "height"] as const) {
      const given = Number(metadata[side]);
      if (given > 0 && given < 1e5) frame.style[side] = `${given}px`;
    }
    frame.src = address;
    figure.prepend(frame);
  };

  return {
    ready: show(data, context.metadata),
    update: show,
    copy: () => ({ text: shown.url ?? figure.innerText }),
    save: async () => ({
      name: shown.name,
      blob: shown.bytes ? new Blob(shown.bytes) : await (await fetch(shown.url!)).blob(),
    }),
    dispose() {
      latest++;
      free();
    },
  };
}
