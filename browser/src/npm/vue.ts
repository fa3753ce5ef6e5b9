/** Vue 3 components around the elements; types in `vue.d.ts`. */

import { defineComponent, h, shallowRef } from "vue";
import type { OutputStream } from "../backendai-media.d.ts";
import { createStream } from "./element.ts";

/** `properties` are set on the element; `events` are its own; attributes fall through. */
const component = (name: string, tag: string, properties: string[], events: string[]) =>
  defineComponent({
    name,
    inheritAttrs: false,
    props: [...properties, "html", "theme", "resultId"],
    emits: events,
    setup(props: Record<string, unknown>, { attrs, emit, expose }) {
      const element = shallowRef<HTMLElement>();
      // What is in the element is its own from the start.
      const innerHTML = props["html"] ?? "";
      const listeners = Object.fromEntries(
        events.map((event) => [`onBackendai:${event}`, ({ detail }: CustomEvent) => emit(event, detail)]),
      );
      expose({ element });
      return () => {
        const { theme, resultId } = props;
        const set = Object.fromEntries(properties.map((property) => [`.${property}`, props[property]]));
        return h(tag, {
          ...attrs,
          ...listeners,
          ...set,
          innerHTML,
          "result-id": resultId,
          "^theme": theme,
          "data-backendai-theme": theme === "auto" ? undefined : theme,
          ref: element,
        });
      };
    },
  });

export const BackendAIOutput = component(
  "BackendAIOutput",
  "backendai-output",
  ["options", "items"],
  ["rendered", "error", "input"],
);
export const BackendAITerminal = component(
  "BackendAITerminal",
  "backendai-terminal",
  ["options", "address"],
  ["terminal-state", "terminal-title", "terminal-bell", "terminal-exit"],
);

/** A stream; in a template: `<BackendAIOutput :ref="(it) => stream.attach(it?.element ?? null)" />`. */
export const useOutputStream = (): OutputStream => createStream();
