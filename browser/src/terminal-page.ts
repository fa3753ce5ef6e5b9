/**
 * Makes a page of one terminal, `<… data-backendai-terminal="session">`: it fills the page and connects to `ws/<session>`
 * beside it, or without a session to `ws`. A script of its own, beside the entry.
 */

const PAGE =
  "html, body { height: 100%; margin: 0; } body { background: light-dark(#fff, #131416); color-scheme: light dark; }";

async function start(host: HTMLElement): Promise<void> {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(PAGE);
  document.adoptedStyleSheets.push(sheet);
  host.style.height = "100%";
  const session = host.dataset["backendaiTerminal"] ?? "";
  const { title } = document;
  const Webterm = await BackendAI.loadWebterm();
  const terminal = new Webterm(host, session, { dialect: "backendai.term.2" });
  host.addEventListener("backendai:terminal-title", ({ detail }) => {
    document.title = detail.title ? `${detail.title} – ${title}` : title;
  });
  // The terminal itself reports what went wrong.
  await terminal.connect(`ws${session && `/${encodeURIComponent(session)}`}`).catch(() => undefined);
  terminal.focus();
}

const run = (): void =>
  document.querySelectorAll<HTMLElement>("[data-backendai-terminal]").forEach((host) => void start(host));
if (document.readyState === "loading") addEventListener("DOMContentLoaded", run);
else run();
