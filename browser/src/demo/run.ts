/** One run: its code, its state and its outputs. */

import { button, duration, el } from "./elements.ts";
import { source } from "./view.ts";
import { type Area, type DrawingDetail, type InputDetail, media } from "./library.ts";
import type { Event, Outcome, Question } from "./protocol.ts";

type Submitted = Extract<Event, { type: "submitted" }>;
type Finished = Extract<Event, { type: "finished" }>;

/** Longer code is folded: the outputs matter more, and the newest code is still in the editor. */
const FOLD_LINES = 4;
const SAID: Readonly<Record<Outcome, string>> = {
  ok: "",
  error: "failed",
  skipped: "not run: the one before it failed",
  stopped: "stopped with its kernel",
};
/** All runs share display ids: a later one may update what an earlier one shows. */
const OPTIONS = { append: true, scope: "playground" };

export class Run {
  readonly element: HTMLElement;
  readonly #id: string;
  readonly #active: "data" | "sandbox";
  readonly #name: HTMLElement;
  readonly #state = el("span", { className: "state" }, "waiting");
  readonly #outputs = el("div", { className: "outputs" });
  readonly #question = el("div", { className: "question" });
  #area: Area | undefined;
  #isFinished = false;
  #asked: string | undefined;
  #answered: AbortController | undefined;

  constructor(
    { run, code, title, time }: Submitted,
    edit: (code: string) => void,
    tell: (event: object) => void,
    sandbox: boolean,
  ) {
    this.#id = run;
    this.#active = sandbox ? "sandbox" : "data";
    this.#name = el("h3", { title: new Date(time * 1000).toLocaleString() }, title || "Run");
    const again = button("Edit", () => edit(code), { className: "quiet", title: "Put this code into the editor" });
    this.#outputs.addEventListener("backendai:drawing", (event) => {
      const { resultId: _, focus, ...rest } = (event as CustomEvent<DrawingDetail>).detail;
      if (this.element.dataset["state"] !== "running") return;
      tell(rest);
      // Who started it has gone nowhere else since.
      if (document.activeElement?.matches("body, button, .cell *")) focus?.();
    });
    this.element = el(
      "article",
      { className: "run", "data-run": run, "data-state": "waiting", "aria-label": title || "Run" },
      el("header", {}, this.#name, this.#state, again),
      listing(code),
      this.#outputs,
      this.#question,
    );
  }

  started(): void {
    if (this.#asked === undefined) this.#say("running", "running");
  }

  output(message: unknown): void {
    const options = { ...OPTIONS, active: this.#active };
    // A thread of the program may still write, and its widgets answer.
    if (this.#isFinished) return void media().handle_all(message, this.#id, this.#outputs, options);
    this.#area ??= media().open(this.#id, this.#outputs, options);
    this.#area.append(message);
  }

  finished({ outcome, count, seconds }: Finished): void {
    this.#area?.close();
    this.#isFinished = true;
    this.#say(outcome, [SAID[outcome], outcome === "skipped" ? "" : duration(seconds)].filter(Boolean).join(" · "));
    if (count !== null) this.#name.append(el("span", { className: "count" }, ` [${count}]`));
    this.answered();
  }

  /** Shows the library's box for a line of text, and passes on what the person sends. */
  ask({ request, prompt, password }: Question, reply: (text: string) => void): void {
    this.answered();
    this.#asked = `question-${request}`;
    this.#question.addEventListener(
      "backendai:input",
      (event) => {
        const { text } = (event as CustomEvent<InputDetail>).detail;
        if (text !== undefined) reply(text);
        else if (document.hasFocus()) this.#question.querySelector("input")?.focus();
      },
      { signal: (this.#answered = new AbortController()).signal },
    );
    const message = { msg_type: "input_request", content: { prompt, password } };
    void media().handle_all([message], this.#asked, this.#question);
    this.#say("asking", "waits for your answer");
  }

  answered(): void {
    if (this.#asked === undefined) return;
    this.#answered?.abort();
    media().dispose(this.#asked, this.#question);
    this.#asked = undefined;
    if (this.element.dataset["state"] === "asking") this.started();
  }

  dispose(): void {
    this.element.remove();
  }

  #say(state: string, text: string): void {
    this.element.dataset["state"] = state;
    this.#state.textContent = text;
  }
}

/** The code, long ones folded. */
function listing(code: string): HTMLElement {
  const pre = el("pre", { className: "source", tabIndex: 0, "aria-label": "Code" }, source(code.trimEnd()));
  const lines = code.trimEnd().split("\n").length;
  if (lines <= FOLD_LINES) return pre;
  pre.classList.add("folded");
  const unfold = button(`Show all ${lines} lines`, () => {
    const folded = pre.classList.toggle("folded");
    unfold.textContent = folded ? `Show all ${lines} lines` : "Show less";
    unfold.ariaExpanded = String(!folded);
  });
  unfold.className = "unfold";
  unfold.ariaExpanded = "false";
  return el("div", { className: "listing" }, pre, unfold);
}
