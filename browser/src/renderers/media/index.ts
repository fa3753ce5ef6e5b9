/** Sound and moving pictures, in the browser's own players. */

import type { Context, Message, Metadata, RenderedItem } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import noteStyle from "../../shared/media.css";
import { createElement } from "../../shared/dom.ts";
import { addressOf, type Bytes, bytesOf, FORBIDDEN, offer, watchPolicy } from "../../shared/media.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";
import { messageError } from "../../shared/translate.ts";

/** Milliseconds until it counts as shown: hidden pages, and phones, load nothing before they are asked to. */
const LOAD_TIMEOUT_MS = 3000;
/** Milliseconds after an error in which a policy violation may still be reported. */
const REASON_DELAY_MS = 50;
/** Types that browsers treat as media only: with a suffix such as `+xml` it would be a document. */
const MEDIA_TYPE = /^(audio|video)\/[\w.-]+$/;

const BROKEN: Message = messages.broken_media;

export function render(data: unknown, context: Context): RenderedItem {
  const { host, type, translate } = context;
  const isAudio = type.startsWith("audio/");
  const player = document.createElement(isAudio ? "audio" : "video");
  const figure = createElement("div", "media", player);
  let address = "";
  let latest = 0;
  let forbidden = false;
  let shown: Bytes[] | string = [];

  context.style(theme);
  context.style(noteStyle);
  context.style(css);
  player.controls = true;
  player.preload = "metadata";
  host.append(figure);
  watchPolicy("media-src", context, () => (forbidden = true));

  const free = (): void => {
    player.onerror = player.onloadedmetadata = null;
    player.removeAttribute("src");
    player.load();
    URL.revokeObjectURL(address);
    address = "";
  };
  const name = `${isAudio ? "audio" : "video"}.${type.replace(/.*\/(x-)?/, "")}`;
  const say = (source: Bytes[] | string): void => {
    const reason = translate(forbidden ? FORBIDDEN : messages.cannot_play);
    figure.replaceChildren(createElement("p", "note", `${type}: ${reason}. `, offer(source, name, translate)));
  };

  const load = (source: Bytes[] | string): Promise<void> =>
    new Promise((resolve, reject) => {
      const call = ++latest;
      let waits = true;
      const settle = (): void => {
        waits = false;
        resolve();
      };
      if (typeof source !== "string") address = URL.createObjectURL(new Blob(source, { type }));
      figure.replaceChildren(player);
      player.onloadedmetadata = settle;
      player.onerror = () => {
        setTimeout(() => {
          if (call !== latest) return;
          if (waits && !forbidden && player.canPlayType(type)) return reject(messageError(BROKEN));
          say(source);
          settle();
        }, REASON_DELAY_MS);
      };
      player.src = address || (source as string);
      setTimeout(settle, LOAD_TIMEOUT_MS);
    });

  const show = async (value: unknown, metadata: Metadata): Promise<void> => {
    const call = ++latest;
    const payload = value as string;
    if (!MEDIA_TYPE.test(type)) throw messageError(BROKEN);
    const source = addressOf(payload) ?? (await bytesOf(payload, context));
    if (call !== latest) return;
    free();
    shown = source;
    player.ariaLabel = `${metadata["title"] ?? metadata["alt"] ?? translate(isAudio ? messages.audio : messages.video)}`;
    player.loop = metadata["loop"] === true;
    for (const side of ["width", "height"] as const) {
      const given = Number(metadata[side]);
      player.style[side] = given > 0 && given < 1e5 ? `${given}px` : "";
    }
    await load(source);
  };

  return {
    ready: show(data, context.metadata),
    update: show,
    copy: () => ({ text: typeof shown === "string" ? shown : player.ariaLabel! }),
    save: async () => ({
      name,
      blob: typeof shown === "string" ? await (await fetch(shown)).blob() : new Blob(shown),
    }),
    dispose() {
      latest++;
      free();
    },
  };
}
