/**
 * The first script within: tells the page of its size, of clicks on links and of what its policy blocked, and shows what
 * the page sends. Scripts of outputs run next to it, so the page trusts nothing that comes from here.
 */

import type { Library, Order, Tell, Theme } from "../shared/chunk-interfaces.ts";

const MAX_EARLY_MESSAGES = 100;

const script = document.currentScript as HTMLScriptElement;
const root = document.documentElement;
const { nonce } = script;
const outer = parent;
let port: MessagePort | undefined;
let theme: Theme | undefined;
let latest: readonly [type: string, data: unknown] | undefined;
let library: Library | undefined;

/** Messages from before the port is open. */
const early: unknown[][] = [];
const say = (...message: unknown[]): void => {
  if (port) port.postMessage(message);
  else if (early.length < MAX_EARLY_MESSAGES) early.push(message);
};

/** Height outside the root element's box, from absolutely positioned content. */
let beyond = 0;
/** Also that there is nothing. */
let told = -1;

/** What is seen without a text. */
const SEEN =
  "img,svg,canvas,video,audio,iframe:not([data-nothing]),object,embed,input,button,select,textarea,hr,progress,meter";
/** A document within that told that nothing shows in it. */
const EMPTY = "data-nothing";
/** Milliseconds that scripts of an output have to show something. */
const MAX_EMPTY_MS = 3000;
/** What has a document of its own, as Bokeh's elements. */
const holds = (element: Element): boolean => !!element.shadowRoot || element.localName.includes("-");
/** A box with a colour, or what may hold anything. */
const paints = (element: Element): boolean => {
  const { backgroundColor, backgroundImage, borderTopWidth } = getComputedStyle(element);
  const isPlain = backgroundColor.endsWith(", 0)") && backgroundImage === "none" && borderTopWidth === "0px";
  return !isPlain || holds(element);
};
/** `isSure`: places that may yet be filled, and have no room, are nothing. */
const showsNothing = (isSure = false): boolean =>
  !/\S/.test(document.body.innerText) &&
  !document.querySelector(SEEN) &&
  ![...document.body.querySelectorAll(":not(script,style,link,meta,[data-nothing])")].some(
    (element) => paints(element) && (!isSure || !holds(element) || element.getBoundingClientRect().height > 0),
  );
/** Texts that are looked at. */
const MAX_TEXTS = 50;
/** The least mean of red, green and blue of light text. */
const MIN_LIGHT = 160;
/** Most of the text is light: it is for a dark ground, which it brings or the page has. */
const isForDark = (): boolean => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let balance = 0;
  for (let left = MAX_TEXTS; left && texts.nextNode();) {
    const { data, parentElement } = texts.currentNode as Text;
    if (!/\S/.test(data) || !parentElement!.checkVisibility()) continue;
    const [red, green, blue] = (getComputedStyle(parentElement!).color.match(/[\d.]+/g) ?? []).map(Number);
    balance += red! + green! + blue! > 3 * MIN_LIGHT ? 1 : -1;
    left--;
  }
  return balance > 0;
};
/** Something has shown. */
let isSeen = false;
/** In the dark, an output's white ground is there where something shows that is for it. */
const lay = (): void => void root.toggleAttribute("data-paper", isSeen && !(theme?.dark && isForDark()));
/** The page was told that nothing shows, and left no room. */
let isEmpty = false;
const lookForSomething = (): void => {
  // What was there for a moment only leaves no ground.
  if (showsNothing(true)) isSeen = false;
  lay();
  isEmpty = showsNothing();
  if (isEmpty) say("nothing");
};

const measure = (): void => {
  isSeen ||= !showsNothing(true);
  lay();
  if (isEmpty) {
    if (showsNothing()) return;
    isEmpty = false;
    told = -1;
  }
  const rootHeight = root.getBoundingClientRect().height;
  const seen = root.clientHeight;
  if (root.scrollHeight > seen) beyond = Math.max(0, root.scrollHeight - rootHeight);
  // A box as high as the frame only follows the frame; its height tells nothing.
  else if (rootHeight >= seen) beyond = 0;
  const height = Math.ceil(rootHeight + beyond + innerHeight - seen);
  if (height !== told) say("size", (told = height));
};

const tell: Tell = {
  link: (href) => say("link", href),
  blocked: (address) => say("blocked", address),
};

let asked = false;
const soon = (): void => {
  if (!asked) requestAnimationFrame(() => ((asked = false), measure()));
  asked = true;
};

let turn: Promise<unknown> = Promise.resolve();
/** One at a time: libraries cannot show two things at once. */
const show = (number: number): void => {
  turn = turn.then(async () => {
    try {
      const begun = performance.now();
      if (latest) await library!(latest[0], latest[1], theme!, tell);
      measure();
      say("shown", number, performance.now() - begun);
      if (!latest) setTimeout(lookForSomething, MAX_EMPTY_MS);
    } catch (error) {
      say("error", number, `${(error as Error | undefined)?.message ?? error}`);
    }
  });
};

const obey = ({ data, ports }: MessageEvent<Order>): void => {
  switch (data[0]) {
    case "theme":
      theme = data[1];
      root.toggleAttribute("data-dark", theme.dark);
      root.style.setProperty("--foreground", theme.foreground);
      root.style.setProperty("--font", theme.font);
      if (latest) show(0);
      break;
    case "script": {
      const made = document.createElement("script");
      made.nonce = nonce;
      made.textContent = data[1];
      document.head.append(made);
      library = (window as { "backendai-show"?: Library })["backendai-show"];
      break;
    }
    case "port":
      dispatchEvent(new MessageEvent("backendai-port", { ports: [...ports] }));
      break;
    case "picture":
      turn = turn.then(async () => {
        try {
          const light = { ...theme!, dark: false, foreground: theme!.dark ? "#1f2328" : theme!.foreground };
          say("picture", data[1], (await library?.picture?.(latest?.[0] ?? "", latest?.[1], light, tell)) ?? "");
        } catch {
          say("picture", data[1], "");
        }
      });
      break;
    case "show":
      latest = data[2] === undefined ? undefined : [data[2], data[3]];
      show(data[1]);
  }
};

/** What a script of the output throws. */
const tellBroken = (error: unknown): void => say("broken", `${error}`);

addEventListener("message", ({ source, ports, data }) => {
  // Documents within this one, as maps have them.
  const within = [...document.querySelectorAll("iframe")].find((frame) => frame.contentWindow === source);
  if (within && Array.isArray(data)) {
    const [kind, value] = data as unknown[];
    if (kind === "something") within.removeAttribute(EMPTY);
    else if (kind === "nothing") {
      within.setAttribute(EMPTY, "");
      lookForSomething();
    } else if (kind === "broken") tellBroken(value);
    else if (kind === "blocked") tell.blocked(`${value}`);
  }
  if (source !== outer || port || !ports[0]) return;
  port = ports[0];
  port.onmessage = obey;
  // The size is known only once the document is parsed.
  const ready = (): void => {
    new ResizeObserver(measure).observe(root);
    new MutationObserver(soon).observe(root, { attributes: true, childList: true, subtree: true });
    addEventListener("load", soon, true);
    say("ready");
    for (const message of early.splice(0)) say(...message);
    measure();
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", ready);
  else ready();
});

const XLINK = "http://www.w3.org/1999/xlink";

addEventListener(
  "click",
  (event) => {
    const link = event.composedPath().find((node) => node instanceof Element && /^(a|area)$/.test(node.localName));
    const href =
      (link as Element | undefined)?.getAttribute("href") ??
      (link as Element | undefined)?.getAttributeNS(XLINK, "href");
    if (!href || /^javascript:/i.test(href)) return;
    event.preventDefault();
    // A place within: the browser would take the address of the frame around for the document's own.
    if (href.startsWith("#")) document.getElementById(href.slice(1))?.scrollIntoView();
    else tell.link(href);
  },
  true,
);

addEventListener("securitypolicyviolation", ({ blockedURI }) => tell.blocked(blockedURI));

addEventListener("error", ({ message }) => message && tellBroken(message));
addEventListener("unhandledrejection", ({ reason }) => tellBroken(reason));

script.remove();
outer.postMessage(0, "*");
