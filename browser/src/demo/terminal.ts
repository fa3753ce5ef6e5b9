/** A shell on this machine in a tab of the page (`#terminal`). Started when first shown; a reload reattaches to it. */

import { byId, el } from "./elements.ts";
import { terminals } from "./library.ts";

const HERE = "#terminal";

export function terminalTab(): void {
  const place = el("section", { className: "shell", "aria-label": "Terminal" });
  const links = ["Playground", "Terminal"].map((name, index) => el("a", { href: index ? HERE : "#" }, name));
  let focus: (() => void) | undefined;
  const show = (): void => {
    const chosen = Number(location.hash === HERE);
    links.forEach((link, index) => (link.ariaCurrent = index === chosen ? "page" : null));
    document.body.dataset["view"] = chosen ? "terminal" : "play";
    if (!chosen) return;
    if (!focus) void start(place).then((ready) => (focus = ready));
    focus ??= () => undefined;
    focus();
  };
  byId("main").append(place);
  byId("tools").before(el("nav", { className: "views", "aria-label": "Views" }, ...links));
  addEventListener("hashchange", show);
  show();
}

/** Returns a function that focuses it. */
async function start(place: HTMLElement): Promise<() => void> {
  try {
    const terminal = new (await terminals())(place, "", { dialect: "backendai.term.2" });
    // From here on the terminal itself reports errors.
    await terminal.connect("/terminal/ws").catch(() => undefined);
    terminal.focus();
    return () => terminal.focus();
  } catch {
    place.append(el("p", { className: "banner", role: "alert" }, "The terminal did not load; reload the page."));
    return () => undefined;
  }
}
