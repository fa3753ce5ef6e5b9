/** HTML with scripts: run in a frame where the page allows it, else left out with a note. */

import type { Context } from "../../backendai-media.d.ts";
import { allowedBy } from "./document.ts";
import { say } from "./notes.ts";
import { createFrame } from "./frame.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";

/** A script that would run (data and templates do not), or a document within that may have some, as of maps. */
const SCRIPT =
  /<script(?![^<>]*\btype\s*=\s*["']?(?:application\/(?:[\w.+-]*json)|text\/(?:x-|template|html|plain)))[\s/>]|<iframe\b[^<>]*\ssrcdoc\b/i;

/** For documents within the output's document: reports what was blocked there. */
const REPORT =
  "&lt;script>addEventListener('securitypolicyviolation',e=>parent.postMessage({blocked:e.blockedURI},'*'))&lt;/script>";

const shown = new WeakMap<ShadowRoot, () => void>();

/**
 * Beside the sanitised markup in `root`: a note that its scripts were left out, or instead of it a frame with all of
 * `markup`. What it returns takes that back; so does the next call for the same root.
 */
export function withScripts(root: ShadowRoot, markup: string, context: Context): void | (() => void) {
  shown.get(root)?.();
  if (!SCRIPT.test(markup)) return;
  context.style(css);
  const { host } = context;
  const sanitised = root.host.parentElement!;
  if (!allowedBy(context.options).scripts) {
    const note = say(host, "scripts", context.translate(messages.scripts_removed));
    return keep(() => note.remove());
  }
  const all = markup.replace(/<iframe\b[^<>]*\ssrcdoc\s*=\s*"/gi, (tag) => tag + REPORT);
  const frame = createFrame(context, { title: messages.scripted_output, height: 150, markup: all }, () => undo());
  const undo = keep(() => {
    frame.dispose();
    frame.element.remove();
    sanitised.hidden = false;
  });
  host.append(frame.element);
  context.signal.addEventListener("abort", undo);
  frame.ready.then(
    () => {
      // It also settles when it is taken back.
      if (shown.get(root) === undo) sanitised.hidden = true;
    },
    (error: Error) => {
      undo();
      say(host, "scripts", error.message);
    },
  );
  return undo;

  function keep(takeBack: () => void): () => void {
    const undo = (): void => {
      if (shown.get(root) !== undo) return;
      shown.delete(root);
      takeBack();
    };
    shown.set(root, undo);
    return undo;
  }
}
