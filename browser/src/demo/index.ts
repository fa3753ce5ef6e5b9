/** The script of the playground's page. */

import { byId, el } from "./elements.ts";
import { play } from "./play.ts";
import type { Data } from "./protocol.ts";
import { terminalTab } from "./terminal.ts";
import { themeButton } from "./chrome.ts";
import { view } from "./view.ts";

const nonce = document.currentScript?.nonce ?? "";
const data = JSON.parse(byId("data").textContent ?? "") as Data;

byId("tools").append(themeButton());
if (!window.BackendAI?.Media) {
  byId("main").append(el("p", { className: "banner", role: "alert" }, "The library did not load; reload the page."));
} else if (data.mode === "play") {
  play(data.examples, data.libraries, nonce);
  if (data.terminal) terminalTab();
} else void view(data.name);
