/** Widgets that bring an ES module (anywidget's `_esm` and `_css`): it runs in a frame, and its model is here. */

import type { Context } from "../../backendai-media.d.ts";
import type { EsmModel, EsmView, Frames } from "../../shared/chunk-interfaces.ts";
import * as messages from "../../shared/messages.ts";
import { isDict, isList } from "../../shared/reading.ts";
import { copyOf } from "../../shared/copy.ts";
import { within } from "./within.ts";

/** Pixels until the widget says how high it is. */
const HEIGHT_PX = 50;

export async function open(
  host: HTMLElement,
  context: Context,
  model: EsmModel,
  failed: (error: Error) => void,
): Promise<EsmView> {
  const { createFrame, styleFrames } = (await context.load("frame")) as Frames;
  /** What the code within knows. */
  let sent = new Map<string, unknown>();
  let port: MessagePort | undefined;

  /** Nothing that comes from there is trusted. */
  const hear = ({ data }: MessageEvent<unknown>): void => {
    const [kind, content, buffers] = isList(data) ? data : [];
    const given = copyOf([content, buffers]);
    if (!isList(given) || !isDict(given[0])) return;
    if (kind === "custom") {
      const views = isList(given[1]) ? given[1].filter((one) => one instanceof DataView) : [];
      return model.custom(given[0], views);
    }
    // What it is, and its code, are not its own to change.
    const changes = Object.entries(given[0]).filter(([name]) => !name.startsWith("_"));
    if (kind !== "save" || !changes[0]) return;
    model.change(Object.fromEntries(changes));
    for (const [name] of changes) sent.set(name, model.state().get(name));
  };
  styleFrames(context);
  const frame = createFrame(
    context,
    {
      title: messages.scripted_output,
      height: HEIGHT_PX,
      markup: () => `<body><script>(${within})()</script>`,
      isThemed: true,
      port() {
        port?.close();
        const channel = new MessageChannel();
        port = channel.port1;
        port.onmessage = hear;
        sent = new Map(model.state());
        port.postMessage(["open", Object.fromEntries(sent)]);
        return channel.port2;
      },
    },
    failed,
  );
  frame.ready.catch(failed);
  host.append(frame.element);
  return {
    changed() {
      const changes = [...model.state()].filter(([name, value]) => value !== sent.get(name));
      for (const [name, value] of changes) sent.set(name, value);
      if (changes[0]) port?.postMessage(["change", Object.fromEntries(changes)]);
    },
    heard(content, buffers) {
      port?.postMessage(["custom", content, buffers]);
    },
    dispose() {
      port?.close();
      frame.dispose();
      frame.element.remove();
    },
  };
}
