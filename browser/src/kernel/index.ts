/** The script of a page whose cells run: a script next to the entry. Its settings are in the page, as JSON. */

import { Cell, type Texts } from "./cells.ts";
import { Kernel, type Settings } from "./client.ts";

interface PageSettings extends Settings {
  texts: Texts;
}

function start(holder: HTMLScriptElement): void {
  const { texts, ...given } = JSON.parse(holder.text) as PageSettings;
  const absolute = (address: string): string => new URL(address, document.baseURI).href;
  const settings = {
    kernel: absolute(given.kernel),
    library: absolute(given.library),
    carried: given.carried && absolute(given.carried),
    service: absolute(given.service),
    data: given.data.map(({ path, url }) => ({ path, url: absolute(url) })),
  };
  const bar = document.querySelector<HTMLElement>("[data-backendai-kernel]");
  const state = document.createElement("span");
  state.setAttribute("role", "status");
  const said = (): string => {
    const text = texts[`kernel_${kernel.state}`] ?? "";
    if (kernel.state === "loading") return `${text} ${Math.round(kernel.part * 100)} %`;
    return kernel.state === "failed" ? `${text} ${kernel.reason}` : text;
  };
  const kernel = new Kernel(settings, () => {
    if (bar) bar.dataset["state"] = kernel.state;
    if (state.textContent !== said()) state.textContent = said();
  });
  const cells = [...document.querySelectorAll<HTMLElement>("[data-backendai-run]")].map(
    (element, index) => new Cell(element, index + 1, kernel, texts),
  );
  const all = document.createElement("button");
  all.textContent = texts["run_all"] ?? "";
  all.onclick = () => cells.forEach((cell) => cell.run());
  const restart = document.createElement("button");
  restart.textContent = texts["restart"] ?? "";
  restart.onclick = () => kernel.restart();
  for (const button of [all, restart]) button.type = "button";
  for (const button of [all, restart]) button.className = "backendai-run-button";
  bar?.append(all, restart, state);
}

const holder = document.querySelector<HTMLScriptElement>("script[data-backendai-settings]");
if (holder) start(holder);
