/** Pictures, sound, video; and what plays a number. */

import type { RenderedItem, Renderer } from "../../backendai-media.d.ts";
import * as messages from "../../shared/messages.ts";
import { createButton, createElement } from "../../shared/dom.ts";
import { drawIcon } from "../../shared/icon.ts";
import { escapeHtml } from "../../shared/text.ts";
import { toBase64 } from "./models.ts";
import { say } from "./text.ts";
import { type Control, hold } from "./view.ts";

/** Saved states leave out what is usual. */
const FORMATS = { image: "png", audio: "mp3", video: "mp4" };
const TAGS = { image: "img", audio: "audio controls", video: "video controls" };

/** Shown by the renderer of its type; what is elsewhere as HTML is, whose hosts the page lists. */
const medium =
  (family: keyof typeof TAGS): Control =>
  (view) => {
    const host = createElement("div", "widget-media");
    view.element.append(host);
    const { context } = view.root;
    let shown: RenderedItem | undefined;
    let latest = 0;
    let before: unknown;
    let look = "";
    const show = async (value: DataView, format: string, call: number): Promise<void> => {
      const isAddress = format === "url";
      const size = Object.fromEntries(
        (["width", "height"] as const).flatMap((side) => {
          const given = Number(view.text(side));
          return given > 0 && given < 10_000 ? [[side, given]] : [];
        }),
      );
      const isVector = family === "image" && format.startsWith("svg");
      const text = isAddress || isVector ? new TextDecoder().decode(value) : "";
      // Alone an address would be followed.
      if (isVector && !/^\s*</.test(text)) return host.replaceChildren();
      const sides = Object.entries(size).map(([side, given]) => ` ${side}="${given}"`);
      const [type, data] = isAddress
        ? ["text/html", `<${TAGS[family]} src="${escapeHtml(text)}"${sides.join("")}>`]
        : [`${family}/${format}`, isVector ? text : toBase64(value)];
      const { render } = (await context.load(isAddress ? "html" : family === "image" ? "image" : "media")) as Renderer;
      if (call !== latest) return;
      shown?.dispose?.();
      host.replaceChildren();
      const metadata = { ...size, alt: view.text("description") || undefined, loop: view.flag("loop") };
      shown = (await render(data, { ...context, host, type, metadata })) as RenderedItem;
      // It says itself what it cannot show.
      await Promise.resolve(shown.ready).catch((error: unknown) => {
        host.textContent = `${type}: ${(error as Error).message}`;
      });
    };
    view.onEnd(() => {
      latest++;
      shown?.dispose?.();
    });
    return () => {
      const value = view.get("value");
      const format = (view.text("format") || FORMATS[family]).toLowerCase();
      const key = [format, view.text("width"), view.text("height")].join();
      if (value === before && key === look) return;
      before = value;
      look = key;
      const call = ++latest;
      if (!(value instanceof DataView) || !value.byteLength || !/^[\w.+-]{1,40}$/.test(format))
        return host.replaceChildren();
      const done = hold(view.root);
      show(value, format === "jpg" ? "jpeg" : format, call)
        .catch(() => host.replaceChildren())
        .finally(done);
    };
  };

/** Milliseconds between two steps, at least. */
const MIN_INTERVAL_MS = 10;

const play: Control = (view) => {
  const { translate, signal } = view.root.context;
  /** ipywidgets 7 begins the names with underscores. */
  const name = (trait: string): string => (view.model.state.has(`_${trait}`) ? `_${trait}` : trait);
  const isPlaying = (): boolean => view.flag(name("playing"));
  const low = (): number => view.number("min", 0);
  const high = (): number => view.number("max", 100);
  const change = (changes: Record<string, unknown>): void => view.change(changes);
  const toggle = createButton("widget-button", translate(messages.play), () => {
    if (isPlaying()) return change({ [name("playing")]: false });
    const isAtEnd = view.number("value", 0) + view.number("step", 1) > high();
    change({ [name("playing")]: true, ...(isAtEnd && { value: low() }) });
  });
  const stop = createButton(
    "widget-button",
    translate(messages.stop),
    () => change({ [name("playing")]: false, value: low() }),
    drawIcon("M4 4h8v8h-8z"),
  );
  const repeatIcon = drawIcon("M13 8a5 5 0 1 1 -1.5 -3.5M12.5 1.5v3.5h-3.5");
  repeatIcon.classList.add("backendai-widget-open");
  const repeat = createButton(
    "widget-button",
    translate(messages.repeat),
    () => change({ [name("repeat")]: !view.flag(name("repeat")) }),
    repeatIcon,
  );
  const box = createElement("div", "widget-toggles", toggle, stop, repeat);
  box.role = "group";
  view.element.classList.add("backendai-widget-line");
  view.element.append(box);
  const label = view.label();
  let timer = 0;
  const advance = (): void => {
    timer = 0;
    if (signal.aborted || !isPlaying()) return;
    const next = view.number("value", 0) + view.number("step", 1);
    if (next <= high()) change({ value: next });
    else if (view.flag(name("repeat"))) change({ value: low() });
    else return change({ [name("playing")]: false });
    schedule();
  };
  const schedule = (): void => {
    if (!timer) timer = setTimeout(advance, Math.max(MIN_INTERVAL_MS, view.number("interval", 100)));
  };
  view.onEnd(() => clearTimeout(timer));
  return () => {
    label();
    box.ariaLabel = view.text("description") || translate(messages.play);
    toggle.replaceChildren(drawIcon(isPlaying() ? "M5 3h1.5v10h-1.5zM9.5 3h1.5v10h-1.5z" : "M4.5 3L12.5 8L4.5 13z"));
    toggle.title = toggle.ariaLabel = translate(isPlaying() ? messages.pause : messages.play);
    repeat.ariaPressed = `${view.flag(name("repeat"))}`;
    repeat.hidden = !view.flag("show_repeat", true);
    for (const button of [toggle, stop, repeat]) button.disabled = view.isDisabled;
    if (isPlaying() && !view.isDisabled) schedule();
    say(view);
  };
};

export const media: Readonly<Record<string, Control>> = {
  Image: medium("image"),
  Audio: medium("audio"),
  Video: medium("video"),
  Play: play,
};
