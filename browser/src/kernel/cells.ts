/** The cells of a page: an editor, buttons, and where the cell's outputs go. */

import type { DrawingEvent, InputRequest, Media, OutputArea } from "../backendai-media.d.ts";
import { save } from "../shared/copy-save.ts";
import { Kernel, type Run } from "./client.ts";
import { linkTo, pictureIn, programIn } from "./sharing.ts";

/** Texts of the page's language, by id. */
export type Texts = Readonly<Record<string, string>>;

const INDENT = "    ";

function button(text: string, click: () => unknown): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "backendai-run-button";
  made.textContent = text;
  made.onclick = click;
  return made;
}

export class Cell {
  readonly element: HTMLElement;
  readonly #editor: HTMLTextAreaElement;
  readonly #outputs: HTMLElement;
  readonly #state = document.createElement("span");
  readonly #run: HTMLButtonElement;
  /** Saves the picture that the program drew. */
  readonly #save: HTMLButtonElement;
  readonly #kernel: Kernel;
  readonly #texts: Texts;
  readonly #id: string;
  #isOn = false;
  #current: Run | undefined;
  #area: OutputArea | undefined;
  /** Locks the box of a question. */
  #lock: ((text: string) => void) | undefined;
  #picture: string | undefined;

  constructor(element: HTMLElement, number: number, kernel: Kernel, texts: Texts) {
    this.element = element;
    this.#kernel = kernel;
    this.#texts = texts;
    const isPlayground = element.dataset["backendaiRun"] === "playground";
    this.#id = `run-${number}`;
    const source = element.querySelector<HTMLElement>(".backendai-run-source") as HTMLElement;
    this.#outputs = element.querySelector<HTMLElement>(".backendai-run-outputs") as HTMLElement;
    this.#editor = editorFor(source, `${texts["code"]} ${number}`, () => this.run());
    this.#run = button(`${texts["run"]}`, () => (this.#isOn ? this.stop() : this.run()));
    this.#save = button(`${texts["save_svg"]}`, () => save("drawing.svg", this.#picture ?? ""));
    this.#save.hidden = true;
    this.#state.className = "backendai-run-state";
    this.#state.setAttribute("role", "status");
    const bar = document.createElement("div");
    bar.className = "backendai-run-bar";
    bar.append(this.#run, this.#save, this.#state);
    source.replaceWith(this.#editor);
    // Programs of playgrounds can be long.
    if (isPlayground) this.#editor.before(bar);
    else this.#editor.after(bar);
    fit(this.#editor);
    if (isPlayground) this.#shared();
    this.#outputs.addEventListener("backendai:input", (event) =>
      this.#answered((event as CustomEvent<InputRequest>).detail),
    );
    this.#outputs.addEventListener("backendai:drawing", (event) => this.#did(event.detail));
  }

  run(): void {
    if (this.#isOn) return;
    this.#set("waiting");
    this.#kernel.run((this.#current = this.#handlers()));
  }

  stop(): void {
    if (this.element.dataset["state"] === "waiting" && this.#current) return this.#kernel.cancel(this.#current);
    if (this.#kernel.isInterrupting) this.#kernel.restart();
    else this.#kernel.interrupt();
    if (this.#isOn && this.#kernel.isInterrupting) this.#set("stopping");
  }

  #handlers(): Run {
    return {
      code: this.#editor.value,
      cell: this.#id,
      started: () => {
        this.#outputs.replaceChildren();
        this.#picture = undefined;
        this.#save.hidden = true;
        this.#area = media().open(this.#id, this.#outputs, { scope: "page" });
        this.#set("running");
      },
      items: (items) => {
        this.#picture = pictureIn(items) ?? this.#picture;
        this.#save.hidden = this.#picture === undefined;
        this.#area?.append(items);
      },
      asks: (prompt, password) => {
        this.#set("asking");
        this.#area?.append({ msg_type: "input_request", content: { prompt, password } });
      },
      ended: (outcome) => {
        this.#lock?.("");
        this.#lock = undefined;
        this.#area?.close();
        this.#area = undefined;
        this.#set(outcome);
      },
    };
  }

  /** A playground's program can be in the address, and is shown then; it runs only when somebody says so. */
  #shared(): void {
    const read = async (): Promise<void> => {
      const program = await programIn(location.hash);
      if (program === undefined) return;
      this.#editor.value = program;
      fit(this.#editor);
    };
    addEventListener("hashchange", () => void read());
    void read();
    const share = button(`${this.#texts["share"]}`, async () => {
      const { href } = new URL(await linkTo(this.#editor.value), location.href);
      location.replace(href);
      const copied = navigator.clipboard?.writeText(href).then(() => true);
      const isCopied = await (copied ?? Promise.resolve(false)).catch(() => false);
      this.#state.textContent = this.#texts[isCopied ? "copied" : "share_here"] ?? "";
    });
    this.#save.before(share);
  }

  #answered({ reply, text }: InputRequest): void {
    if (text === undefined) {
      this.#lock = reply;
      // The person is asked by what they started.
      setTimeout(() => this.#outputs.querySelector<HTMLInputElement>("form input:not([disabled])")?.focus());
      return;
    }
    this.#lock = undefined;
    this.#set("running");
    this.#kernel.reply(text);
  }

  /** What a person did with a drawing, or that they can from now on. */
  #did({ focus, ...event }: DrawingEvent): void {
    if (!this.#isOn) return;
    this.#kernel.event(event);
    const active = document.activeElement;
    // Who started it is at this cell still.
    if (!active || active === document.body || this.element.contains(active)) focus?.();
  }

  #set(state: string): void {
    this.#isOn = ["waiting", "running", "asking", "stopping"].includes(state);
    this.element.dataset["state"] = state;
    this.#run.textContent = this.#texts[this.#isOn ? "stop" : "run"] ?? "";
    this.#state.textContent = this.#texts[`run_${state}`] ?? "";
  }
}

const media = (): Media => (window as unknown as { BackendAI: { Media: Media } }).BackendAI.Media;

/** A plain field: Tab indents unless Escape was pressed before it, so that the keyboard gets out. */
function editorFor(source: HTMLElement, label: string, run: () => void): HTMLTextAreaElement {
  const made = document.createElement("textarea");
  made.className = "backendai-run-editor";
  made.value = (source.textContent ?? "").replace(/^\n/, "").trimEnd();
  made.spellcheck = false;
  made.autocomplete = "off";
  for (const name of ["autocapitalize", "autocorrect"]) made.setAttribute(name, "off");
  made.setAttribute("aria-label", label);
  made.wrap = "off";
  let leaves = false;
  made.onkeydown = (event) => {
    const { key, shiftKey, ctrlKey, metaKey, isComposing } = event;
    if (isComposing) return;
    if (key === "Enter" && (shiftKey || ctrlKey || metaKey)) run();
    else if (key === "Enter") insert(made, `\n${indentBefore(made)}`);
    else if (key === "Tab" && !shiftKey && !leaves) insert(made, INDENT);
    else {
      leaves = key === "Escape";
      return;
    }
    event.preventDefault();
  };
  made.oninput = () => fit(made);
  return made;
}

/** As typed, so that it can be undone. */
function insert(editor: HTMLTextAreaElement, text: string): void {
  // There is no other way that browsers keep in the history of a field.
  if (!document.execCommand("insertText", false, text))
    editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, "end");
  fit(editor);
}

function indentBefore({ value, selectionStart }: HTMLTextAreaElement): string {
  const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
  const indent = line.match(/^[ \t]*/)?.[0] ?? "";
  return line.trimEnd().endsWith(":") ? indent + INDENT : indent;
}

function fit(editor: HTMLTextAreaElement): void {
  editor.rows = Math.max(1, editor.value.split("\n").length);
}
