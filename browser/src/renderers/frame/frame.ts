/** A frame on the page: made when it comes near, as high as its content, gone with its item. */

import type { Context } from "../../backendai-media.d.ts";
import { documentOf, themeOf } from "./document.ts";
import { allowedBy } from "../../shared/active.ts";
import { hasOther } from "../../shared/blank.ts";
import type { Frame, FrameContent, Order, Places } from "../../shared/chunk-interfaces.ts";
import { createLines } from "./lines.ts";
import { createLink, say } from "../../shared/notes.ts";
import { drawLater, enqueue, forget, type Framed } from "./queue.ts";
import { createElement } from "../../shared/dom.ts";
import { addressOf } from "../../shared/svg.ts";
import { parseUrl } from "../../shared/text.ts";
import * as messages from "../../shared/messages.ts";

/** Where the page of all frames is, a file of the release or what answers in its place; empty before any. */
let framePlace = "";

/** Empty where the page does not say where a release is, as with a bundler. */
function fileOfRelease(): string {
  const root = window.BackendAI?.assetRoot;
  return root ? new URL(root.replace(/\/*$/, "/frame.html"), document.baseURI).href : "";
}

/** The place to try after `failed`, which is empty at first; empty after the last, and then it begins again. */
export async function findPlace({ load }: Pick<Context, "load">, failed = ""): Promise<string> {
  if (!failed) framePlace ||= fileOfRelease();
  return framePlace === failed ? (framePlace = ((await load("places")) as Places).placeAfter(failed)) : framePlace;
}

/** Milliseconds until a frame that was begun has to show something. */
const SHOW_TIMEOUT_MS = 60_000;
/** Milliseconds after its `load` within which a frame that is ours answers; and those in which a busy page may hear it. */
const TIMEOUTS_MS = [2_000, 1_000] as const;
/** The same at the first place, while it is not known whether that is right: being wrong costs a second load. */
const FIRST_TIMEOUTS_MS = [600, 400] as const;
/** Milliseconds in which no further frame is tried after one that was not ours: they all have the same address. */
const LOST_MS = 10_000;
/** Milliseconds that callers wait for a frame that is queued or slow. */
const QUEUE_TIMEOUT_MS = 20_000;
/** Milliseconds for a picture, and UTF-16 units of one that is kept; what is slow to show is not drawn again without need. */
const PICTURE_TIMEOUT_MS = 5_000;
const MAX_PICTURE_UNITS = 2_000_000;
const SLOW_MS = 1_000;
/** Pixels. */
const MAX_HEIGHT_PX = 10_000;
/** What grows so often without getting wider grows because we let it. */
const MAX_GROWTHS = 40;
/** UTF-16 units of a text from within. */
const MAX_MESSAGE_UNITS = 2000;

export interface ChartFrame extends Frame {
  /** Shows another value. */
  show(data: unknown): Promise<void>;
}

/** Within one screen of the viewport. */
const isNear = (element: Element): boolean => {
  const { top, bottom } = element.getBoundingClientRect();
  return !document.hidden && element.checkVisibility() && top < 2 * innerHeight && bottom > -innerHeight;
};

/** Why frames do not come, where it was found lately; and the place where one answered. */
let lost: Error | undefined;
let found: string | undefined;

/** Gives a frame's page its message and returns the port to what is within. What loaded may be an error page: ours answers. */
function introduce(
  frame: HTMLIFrameElement,
  message: unknown[],
  answered: () => void,
  relay: MessagePort | undefined,
): MessagePort {
  const channel = new MessageChannel();
  const answer = new MessageChannel();
  answer.port1.onmessage = answered;
  frame.contentWindow!.postMessage(message, "*", [channel.port2, answer.port2, ...(relay ? [relay] : [])]);
  return channel.port1;
}

/** Opens what a person pressed in a frame. Scripts of an output could choose the moment: then the address is shown. */
function follow(element: Element, href: string, isTrusted: boolean): void {
  const url = parseUrl(href);
  if (!url || !/^(https?|mailto):$/.test(url.protocol) || url.href.length > MAX_MESSAGE_UNITS) return;
  const link = createLink(url.href);
  if (isTrusted && navigator.userActivation?.isActive) link.click();
  else say(element, "link", link);
}

interface Height {
  /** Its content is so high: that counts until its document asks for a height. */
  measured(height: number): void;
  asked(height: number): void;
  /** Another document is in it. */
  forget(): void;
}

/** The height of a frame's box. */
function createHeight(box: HTMLElement): Height {
  let isAsked = false;
  let width = 0;
  let growth = 0;
  const set = (wanted: number): void => {
    const height = Math.min(Math.max(Math.ceil(wanted), 1), MAX_HEIGHT_PX);
    if (width !== box.clientWidth) growth = 0;
    width = box.clientWidth;
    if (height <= box.clientHeight || ++growth < MAX_GROWTHS) box.style.height = `${height}px`;
  };
  return {
    measured: (height) => isAsked || set(height),
    asked(height) {
      isAsked = true;
      set(height);
    },
    forget: () => (isAsked = false),
  };
}

/** `failed` is called with errors after it was ready. */
export function createFrame(context: Context, content: FrameContent, failed: (error: Error) => void): ChartFrame {
  const { hosts } = allowedBy(context.options);
  const isChart = content.markup === undefined;
  const isThemed = isChart || content.isThemed === true;
  const isDrawable = !content.isLoader;
  const sources = content.sources ?? { load: hosts, connect: hosts };
  /** Of its page: that in use, and the first, which messages name. */
  const page = { place: "", first: "" };
  const element = document.createElement("div");
  const box = document.createElement("div");
  let { value } = content;
  let iframe: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  /** Of the latest order to show something. */
  let number = 0;
  let showing: PromiseWithResolvers<void>;
  /** Nobody would learn from `showing` that it failed. */
  let unattended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Runs from a frame's `load` to its answer. */
  let silence: ReturnType<typeof setTimeout> | undefined;

  box.className = "backendai-frame";
  box.style.height = `${content.height}px`;
  element.append(box);

  const renew = (): void => {
    showing = Promise.withResolvers();
    showing.promise.catch(() => {});
  };
  const settle = (error?: Error): void => {
    clearTimeout(timer);
    if (error && unattended) failed(error);
    unattended = true;
    if (error) showing.reject(error);
    else showing.resolve();
  };
  renew();
  const send = (...order: Order): void => {
    port?.postMessage(order);
  };
  const paint = (): void => {
    const theme = themeOf(box);
    // What an output brings is for white paper; were the frame's scheme another, the browser would paint behind it.
    const dark = isThemed && theme.dark;
    iframe!.style.colorScheme = dark ? "dark" : "light";
    iframe!.contentWindow!.postMessage([dark], "*");
    send("theme", theme);
    content.painted?.(theme);
  };
  box.ontransitionend = () => port && paint();

  const opened = async (): Promise<void> => {
    const openedPort = port;
    paint();
    try {
      const script = await content.script?.();
      if (openedPort !== port) return;
      if (script) send("script", script);
      if (content.port) port?.postMessage(["port"] satisfies Order, [content.port()]);
      send("show", ++number, ...(value ?? []));
    } catch (error) {
      settle(error as Error);
    }
  };

  const height = createHeight(box);
  const lines = createLines(element, context);
  const tellNothing = (): void => {
    box.style.height = "1px";
    if (content.isLoader) return;
    // Another type shows more.
    const isReplaced = hasOther(context);
    const reason = lines.nothing(content.missing ?? [], isReplaced);
    if (isReplaced) failed(new Error(reason));
  };

  /** Messages are not trusted: anything may run within. */
  const hear = ({ data }: MessageEvent<unknown>): void => {
    if (!Array.isArray(data)) return;
    const [kind, first, second] = data as unknown[];
    const isLatest = first === number;
    if (kind === "size" && Number.isFinite(first)) {
      lines.something();
      height.measured(first as number);
    } else if (kind === "ready") void opened();
    else if (kind === "nothing") tellNothing();
    else if (kind === "error" && isLatest && typeof second === "string")
      settle(new Error(second.slice(0, MAX_MESSAGE_UNITS)));
    else if (kind === "link" && typeof first === "string") follow(element, first, isChart);
    else if (kind === "blocked" && typeof first === "string") lines.blocked(first);
    else if (kind === "broken" && typeof first === "string") lines.broken(first);
    else if (kind === "picture" && typeof second === "string") pictures.get(first)?.(second);
    else if (kind === "shown" && isLatest) {
      box.dataset["shown"] = "";
      if (isDrawable && !framed.isDrawn && (second as number) < SLOW_MS) drawLater(framed);
      settle();
    }
  };

  /** Pending requests for a picture, by number. */
  const pictures = new Map<unknown, (svg: string) => void>();
  const ask = (): Promise<string> =>
    new Promise((resolve) => {
      const id = pictures.size;
      pictures.set(id, (svg) => resolve(/^<svg\b/.test(svg) ? svg : ""));
      setTimeout(resolve, PICTURE_TIMEOUT_MS, "");
      send("picture", id);
    });
  /** The chart or output for white paper, as an SVG that must be shown as an image only; empty if there is none. */
  const picture = async (): Promise<string> => {
    if (!isDrawable || !box.isConnected) return "";
    framed.isDrawn = true;
    try {
      if (box.dataset["shown"] === undefined) {
        enqueue(framed);
        await showing.promise;
      }
      if (!isChart) send("script", ((await context.load("snapshot")) as { default: string }).default);
      return await ask();
    } catch {
      return "";
    } finally {
      framed.isDrawn = false;
    }
  };
  /** Printing cannot wait for it. */
  const draw = async (): Promise<void> => {
    const latest = number;
    const svg = await picture();
    if (!svg || svg.length > MAX_PICTURE_UNITS || (number !== latest && latest)) return;
    const image = createElement("img", "frame-picture");
    image.alt = context.translate(content.title);
    image.src = addressOf(svg);
    box.querySelector(":scope > img")?.remove();
    box.append(image);
  };
  box.dataset["unseen"] = context.translate(messages.not_drawn);
  if (!isChart) box.dataset["scripted"] = "";
  Object.assign(box, { picture });

  const stop = (): void => {
    clearTimeout(silence);
    port?.close();
    iframe?.remove();
    port = iframe = undefined;
    delete box.dataset["shown"];
    settle();
    renew();
  };
  /** Goes to the page's first place, or from one to the next; gives up after the last. */
  const goOn = async (): Promise<void> => {
    const frame = iframe;
    clearTimeout(silence);
    const isOver = page.place && (page.place === found || !box.isConnected);
    const next = isOver ? "" : await findPlace(context, page.place).catch(() => "");
    if (!frame || frame !== iframe) return;
    if (!next) return lose();
    page.first ||= next;
    frame.src = page.place = next;
    if (!frame.parentNode) box.append(frame);
  };
  const lose = (): void => {
    // A frame that was removed from the document is made again when it returns, and one far away when it comes near.
    if (box.isConnected && framed.near)
      settle(
        (lost = new Error(`${page.first} did not answer: is it there, as a page that may be framed, in frame-src?`)),
      );
    setTimeout(() => (lost = undefined), LOST_MS);
    stop();
  };
  const onBlocked = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void => {
    if (effectiveDirective === "frame-src" && page.place.startsWith(blockedURI)) void goOn();
  };

  const framed: Framed = {
    near: false,
    isDrawn: false,
    draw,
    start() {
      const { promise } = showing;
      if (lost) {
        settle(lost);
        return promise;
      }
      const frame = (iframe = document.createElement("iframe"));
      // The script is fetched meanwhile.
      Promise.resolve(content.script?.()).catch(() => {});
      timer = setTimeout(lose, SHOW_TIMEOUT_MS);
      document.addEventListener("securitypolicyviolation", onBlocked);
      const clear = (): void => document.removeEventListener("securitypolicyviolation", onBlocked);
      promise.then(clear, clear);
      frame.sandbox.value = "allow-scripts";
      frame.title = context.translate(content.title);
      // A frame that was moved in the document reloads and is set up again.
      frame.onload = () => {
        port?.close();
        height.forget();
        const whole = documentOf(sources, content.markup?.(), isThemed);
        const answered = (): void => {
          found = page.place;
          clearTimeout(silence);
        };
        port = introduce(frame, [isThemed && themeOf(box).dark, whole, frame.title], answered, content.relay?.());
        port.onmessage = hear;
        clearTimeout(silence);
        const [wait, hearing] = page.place === found || page.place !== page.first ? TIMEOUTS_MS : FIRST_TIMEOUTS_MS;
        silence = setTimeout(() => (silence = setTimeout(() => void goOn(), hearing)), wait);
      };
      page.place = "";
      void goOn();
      return promise;
    },
    stop,
  };

  const away = Promise.withResolvers<void>();
  /** Nobody waits for it any more. */
  const leave = (): void => {
    unattended = true;
    away.resolve();
  };
  const seen = new IntersectionObserver(
    (entries) => {
      // The last of them holds: a busy page is told of several at once.
      const { isIntersecting, boundingClientRect } = entries.at(-1)!;
      framed.near = isIntersecting;
      if (framed.near) enqueue(framed);
      else {
        if (isDrawable && !number && boundingClientRect.width) drawLater(framed);
        leave();
      }
    },
    { rootMargin: "100%" },
  );
  seen.observe(box);
  // A hidden page has no intersections.
  setTimeout(() => isNear(box) || leave());
  setTimeout(leave, QUEUE_TIMEOUT_MS);

  return {
    element,
    ready: Promise.race([showing!.promise, away.promise]),
    show(data) {
      if (value) value = [value[0], data];
      if (!port) return Promise.resolve();
      renew();
      unattended = false;
      box.querySelector(":scope > img")?.remove();
      send("show", ++number, ...(value ?? []));
      return showing.promise;
    },
    resize: height.asked,
    dispose() {
      seen.disconnect();
      forget(framed);
      stop();
    },
  };
}
