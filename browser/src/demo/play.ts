/** The playground: the editor, the runs below it, the examples next to it. */

import { Banners, gallery } from "./chrome.ts";
import { button, byId, el } from "./elements.ts";
import { createEditor } from "./editor.ts";
import { KernelBar } from "./kernel.ts";
import type { CommDetail } from "./library.ts";
import type { Event, Example, Request } from "./protocol.ts";
import { Runs } from "./runs.ts";
import { type Link, Socket } from "./socket.ts";

/** Bytes of output by which the page may lag behind before it says so. */
const MAX_LAG_BYTES = 2_000_000;
const MAC = /Mac|iP(hone|ad)/.test(navigator.userAgent);

export function play(examples: readonly Example[], libraries: readonly Example[], nonce: string): void {
  const banners = new Banners();
  const box = el("div", { className: "editor" });
  const edit = (code: string) => {
    editor.code = code;
    editor.focus();
  };
  const run = (code: string, title = "") => {
    if (code.trim()) ask({ type: "run", code, title });
    else editor.focus();
  };
  const editor = createEditor(box, nonce, () => run(editor.code));
  const sandboxed = new Set([...examples, ...libraries].filter(({ sandbox }) => sandbox).map(({ title }) => title));
  const reply = (request: string, text: string) => ask({ type: "reply", request, text });
  const tell = (request: Request, widget: CommDetail) => {
    ask(request);
    // It will answer, though perhaps not soon: no widget has to say that nobody does.
    if (kernel.state === "busy") widget.reply({ msg_type: "status", content: { execution_state: "busy" } });
  };
  const act = (event: object) => void socket?.send({ type: "events", events: [event] });
  const runs = new Runs(edit, reply, tell, act, sandboxed);
  const clear = button("Clear", () => ask({ type: "clear" }), { className: "quiet", title: "Remove all runs" });
  const kernel = new KernelBar(
    () => ask({ type: "interrupt" }),
    () => ask({ type: "restart" }),
  );

  const link = (state: Link) => {
    kernel.link = state;
    banners.say("link", LINK[state]);
  };
  const event = (event: Event) => {
    if (event.type === "hello") runs.clear();
    else if (event.type === "kernel") {
      kernel.state = event.state;
      const again = button("Start a new kernel", () => ask({ type: "restart" }), { className: "primary" });
      banners.say("kernel", event.state === "dead" ? `${event.reason} Its variables are gone.` : "", again);
    } else if (event.type === "question") runs.ask(event);
    else if (event.type === "answered") runs.answered();
    else if (event.type === "notice") banners.say("notice", event.text);
    else if (event.type === "mark") banners.say("late", late(event.behind));
    else runs.take(event);
    clear.hidden = runs.size === 0;
  };
  let socket: Socket | undefined;
  const ask = (request: Request) => banners.say("notice", socket?.send(request) ?? "");

  const pick = (example: Example) => {
    editor.code = example.code.trimEnd();
    run(example.code, example.title);
  };
  byId("main").append(
    el(
      "div",
      { className: "play" },
      el(
        "div",
        { className: "work" },
        el(
          "section",
          { className: "cell", "aria-label": "Code" },
          box,
          el(
            "div",
            { className: "row" },
            button("Run", () => run(editor.code), { className: "primary", id: "run" }),
            el(
              "span",
              { className: "keys", id: "keys" },
              el("kbd", {}, MAC ? "⌘" : "Ctrl"),
              " ",
              el("kbd", {}, "Enter"),
              " runs, ",
              el("kbd", {}, "Esc"),
              " ",
              el("kbd", {}, "Tab"),
              " leaves the editor",
            ),
          ),
        ),
        banners.element,
        el(
          "section",
          { className: "runs", "aria-labelledby": "runs" },
          el(
            "div",
            { className: "head" },
            el("h2", { id: "runs" }, "Runs"),
            el("span", {}, "All tabs share one kernel and its runs"),
            clear,
          ),
          runs.element,
        ),
      ),
      gallery(examples, libraries, pick),
    ),
  );
  socket = new Socket(event, link);
}

const LINK: Readonly<Record<Link, string>> = {
  connecting: "",
  open: "",
  lost: "The connection to the server was lost; trying again.",
  refused: "The server was started anew. Open the address that it printed in the terminal.",
};

function late(bytes: number): string {
  if (bytes < MAX_LAG_BYTES) return "";
  return `The output comes faster than this page can show it: ${Math.round(bytes / 1e6)} MB are still to come. Nothing is lost.`;
}
