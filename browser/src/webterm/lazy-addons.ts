/** Addons that are loaded on demand. */

import type { Terminal } from "@xterm/xterm";
import { load } from "./host.ts";
import { handlers } from "./xterm-internals.ts";

interface Activates {
  activate(terminal: Terminal): void;
}

interface Images {
  /** Resolves when it can decode. */
  activate(terminal: Terminal): Promise<void>;
}

/** Software renderers, which are slower than the DOM. */
const SOFTWARE_RENDERER = /swiftshader|llvmpipe|softpipe|software|basic render/i;

function hasGpu(): boolean {
  const context = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const names = context.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER));
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return !SOFTWARE_RENDERER.test(renderer);
}

/** Draws on the GPU if there is one; the browser may take the context back at any time. */
export function accelerate(terminal: Terminal, always: boolean): void {
  if (!always && !hasGpu()) return;
  const loading = load<Activates>("webterm-webgl");
  loading.then(({ activate }) => activate(terminal)).catch(() => undefined);
}

/** Loads the decoder at the first image, which waits for it in its place in the stream. */
export function watchForImages(terminal: Terminal): void {
  let loading: Promise<unknown> | undefined;
  const later =
    (
      kind: "sixel" | "iterm",
      start: (handler: ReturnType<typeof handlers>["sixel"][number], params: unknown) => void,
    ) =>
    async (data: string, params?: unknown): Promise<boolean> => {
      try {
        await (loading ??= load<Images>("webterm-image").then(({ activate }) => activate(terminal)));
      } catch {
        return true; // No picture is shown; the text continues.
      }
      // The addon's handler is the last. Later images reach it directly.
      const handler = handlers(terminal)[kind].at(-1)!;
      const units = Uint32Array.from(data, (unit) => unit.charCodeAt(0));
      start(handler, params);
      handler.put(units, 0, units.length);
      return (handler.unhook ?? handler.end)!.call(handler, true);
    };
  const sixel = later("sixel", (handler, params) => handler.hook!(params));
  const iterm = later("iterm", (handler) => handler.start!());
  terminal.parser.registerDcsHandler({ final: "q" }, (data, params) => {
    return sixel(data, { params, length: params.length });
  });
  terminal.parser.registerOscHandler(1337, (data) => (data.startsWith("File=") ? iterm(data) : true));
}
