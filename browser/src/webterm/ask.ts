/** A question in the terminal. Escape and leaving the page mean no. */

import { createButton, createElement } from "../shared/dom.ts";

export interface Choice<Answer> {
  label: string;
  answer: Answer;
}

let questions = 0;

export function ask<Answer>(
  host: HTMLElement,
  words: string,
  shown: string,
  choices: Choice<Answer>[],
  no: Answer,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve) => {
    const title = createElement("p", "", words);
    const box = createElement("div", "terminal-ask", title, createElement("pre", "", shown));
    const done = (answer: Answer): void => {
      box.remove();
      resolve(answer);
    };
    title.id = `backendai-terminal-question-${++questions}`;
    box.role = "alertdialog";
    box.setAttribute("aria-labelledby", title.id);
    box.append(...choices.map(({ label, answer }) => createButton("", label, () => done(answer))));
    box.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      done(no);
    };
    signal.addEventListener("abort", () => done(no));
    host.append(box);
    box.querySelector("button")!.focus();
  });
}
