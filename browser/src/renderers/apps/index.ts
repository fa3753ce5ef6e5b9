/** Views of MCP Apps (SEP-1865): pages of tools, which run in frames and speak with the page around by its events. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { allowedBy } from "../../shared/active.ts";
import type { Frame, Frames, Theme } from "../../shared/chunk-interfaces.ts";
import * as messages from "../../shared/messages.ts";
import { type Dict, dictOrEmpty, isText, textOrEmpty } from "../../shared/reading.ts";
import { meet } from "./policy.ts";
import { createView, type View } from "./protocol.ts";

/** Pixels until the view says how high it is. */
const HEIGHT_PX = 50;
/** Pixels beyond which no frame grows. */
const MAX_HEIGHT_PX = 10_000;

/** The markup of a view's resource. */
function markupOf({ text, blob }: Dict): string {
  if (isText(text)) return text;
  if (!isText(blob)) throw new TypeError("Not an MCP App: its resource has no text");
  return new TextDecoder().decode(Uint8Array.from(atob(blob), (sign) => sign.charCodeAt(0)));
}

const metadataOf = (resource: Dict): Dict => dictOrEmpty(dictOrEmpty(resource._meta).ui);

const canMatch = (query: string): boolean => matchMedia(query).matches;

/** The outputs' own look, as the specification names it. In either theme, so that a view that reads it once is right in both. */
const VARIABLES = {
  "--color-background-primary": "light-dark(#fff, #161b22)",
  "--color-background-secondary": "light-dark(#f3f4f6, #0d1117)",
  "--color-border-primary": "light-dark(#d1d9e0, #3d444d)",
  "--color-text-info": "light-dark(#0a58ca, #79aaff)",
  // What the frame's first script sets, of the text around.
  "--color-text-primary": "var(--foreground)",
  "--color-text-secondary": "light-dark(#59636e, #9da5b0)",
  "--font-sans": "var(--font)",
};

const themeOf = ({ dark }: Theme): Dict => ({ theme: dark ? "dark" : "light" });

const dimensionsOf = ({ clientWidth }: Element): Dict => ({
  containerDimensions: { width: clientWidth, maxHeight: MAX_HEIGHT_PX },
});

/** What does not change while the view shows. */
const surroundings = (host: Element, { toolInfo }: Dict): Dict => ({
  styles: { variables: VARIABLES },
  displayMode: "inline",
  availableDisplayModes: ["inline"],
  locale: host.closest<HTMLElement>("[lang]")?.lang || navigator.language,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  userAgent: `backendai-media/${__VERSION__}`,
  platform: "web",
  deviceCapabilities: { touch: canMatch("(any-pointer: coarse)"), hover: canMatch("(any-hover: hover)") },
  ...(toolInfo === undefined ? {} : { toolInfo }),
});

interface Shown {
  readonly frame: Frame;
  readonly view: View;
  /** It was disposed of: by the page, or because the view asked for its end. */
  isOver: boolean;
  dispose(): void;
}

/** Asks the page by an event, whose handler has to answer at once: by a value, or by a promise of one. */
function askPage(context: Context, uri: string, method: string, params: Dict): Promise<unknown> | undefined {
  let answer: Promise<unknown> | undefined;
  let isOver = false;
  const reply = (value?: unknown): void => {
    if (isOver) throw new Error("reply: too late. Call it while the event is dispatched, with a promise if need be");
    answer ??= Promise.resolve(value);
  };
  context.emit("app", { uri, method, params, reply });
  isOver = true;
  return answer;
}

/** Calls `changed` when the element, which shows, has another width; returns what ends that. */
function watchWidth(element: Element, changed: () => void): () => void {
  let width: number | undefined;
  const resized = new ResizeObserver(() => {
    if (!element.clientWidth || element.clientWidth === width) return;
    width = element.clientWidth;
    changed();
  });
  resized.observe(element);
  return () => resized.disconnect();
}

function show(item: Dict, context: Context, { createFrame }: Frames, failed: (error: Error) => void): Shown {
  const resource = dictOrEmpty(item.resource);
  const { csp, prefersBorder } = metadataOf(resource);
  const { hosts } = allowedBy(context.options);
  const domains = {
    resourceDomains: meet(hosts, dictOrEmpty(csp).resourceDomains),
    connectDomains: meet(hosts, dictOrEmpty(csp).connectDomains),
  };
  const markup = markupOf(resource);
  const uri = textOrEmpty(resource.uri);
  let theme: Dict = {};

  const view = createView(
    {
      ask: (method, params) => askPage(context, uri, method, params),
      about: () => ({
        hostCapabilities: { sandbox: { csp: domains, permissions: {} } },
        hostContext: { ...surroundings(context.host, item), ...theme, ...dimensionsOf(frame.element) },
      }),
      resize: (height) => frame.resize(height),
      end: () => void view.teardown().then(shown.dispose),
    },
    item,
  );
  const frame = createFrame(
    context,
    {
      title: messages.scripted_output,
      height: HEIGHT_PX,
      markup: () => markup,
      isThemed: true,
      sources: { load: domains.resourceDomains.join(" "), connect: domains.connectDomains.join(" ") },
      relay: view.connect,
      painted(given) {
        theme = themeOf(given);
        view.changed(theme);
      },
    },
    failed,
  );
  const shown: Shown = {
    frame,
    view,
    isOver: false,
    dispose() {
      shown.isOver = true;
      stop();
      view.close();
      frame.dispose();
      frame.element.remove();
    },
  };
  if (prefersBorder === true) frame.element.style.border = "1px solid light-dark(#d1d9e0, #3d444d)";
  context.host.append(frame.element);
  const stop = watchWidth(frame.element, () => view.changed(dimensionsOf(frame.element)));
  return shown;
}

/** Runs the view of an item: its `resource`, and what of the tool's call is known. */
export async function open(data: unknown, context: Context): Promise<RenderedItem> {
  const frames = (await context.load("frame")) as Frames;
  frames.styleFrames(context);
  const failed = (error: Error): void =>
    context.schedule(() => {
      throw error;
    });
  let item = dictOrEmpty(data);
  let shown = show(item, context, frames, failed);

  return {
    ready: shown.frame.ready,
    async update(value) {
      const before = item;
      item = dictOrEmpty(value);
      if (item.teardown === true) {
        await shown.view.teardown();
        return shown.dispose();
      }
      if (!shown.isOver && JSON.stringify(item.resource) === JSON.stringify(before.resource))
        return shown.view.tell(item);
      shown.dispose();
      shown = show(item, context, frames, failed);
      return shown.frame.ready;
    },
    dispose: () => shown.dispose(),
  };
}
