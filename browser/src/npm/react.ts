/** React components (18 and 19) around the elements; types in `react.d.ts`. */

import { createElement, forwardRef, useCallback, useEffect, useRef, useState } from "react";
import type { OutputStream } from "../backendai-media.d.ts";
import { createStream } from "./element.ts";

type Props = Record<string, unknown>;

/** `onTerminalState` listens to `backendai:terminal-state`. */
const eventOf = (name: string): string =>
  name
    .slice(2)
    .replace(/(?<=.)[A-Z]/g, "-$&")
    .toLowerCase();

/** `properties` are set on the element; `events` are its own; everything else is an attribute. */
const component = (tag: string, properties: string[], events: string[]) =>
  forwardRef<HTMLElement, Props>((props, ref) => {
    const { html, className, resultId, theme, ...others } = props;
    const element = useRef<HTMLElement | null>(null);
    const latest = useRef(props);
    // What is in the element is its own from the start.
    const [content] = useState({ __html: html ?? "" });
    latest.current = props;
    const attach = useCallback(
      (given: HTMLElement | null) => {
        element.current = given;
        if (typeof ref === "function") ref(given);
        else if (ref) ref.current = given;
      },
      [ref],
    );
    useEffect(() => {
      const stop = new AbortController();
      for (const name of events) {
        const listen = (event: Event): void =>
          (latest.current[name] as ((detail: unknown) => void) | undefined)?.((event as CustomEvent).detail);
        element.current!.addEventListener(`backendai:${eventOf(name)}`, listen, { signal: stop.signal });
      }
      return () => stop.abort();
    }, []);
    for (const name of properties) {
      delete others[name];
      useEffect(() => void Object.assign(element.current!, { [name]: props[name] }), [props[name]]);
    }
    for (const name of events) delete others[name];
    return createElement(tag, {
      ...others,
      class: className,
      "result-id": resultId,
      theme,
      "data-backendai-theme": theme === "auto" ? undefined : theme,
      suppressHydrationWarning: true,
      dangerouslySetInnerHTML: content,
      ref: attach,
    });
  });

export const BackendAIOutput = component(
  "backendai-output",
  ["options", "items"],
  ["onRendered", "onError", "onInput"],
);
export const BackendAITerminal = component(
  "backendai-terminal",
  ["options", "address"],
  ["onTerminalState", "onTerminalTitle", "onTerminalBell", "onTerminalExit"],
);

/** A stream whose `attach` is the component's `ref`. */
export const useOutputStream = (): OutputStream => useState(createStream)[0];
