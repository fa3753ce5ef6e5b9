/** What a page may write, and what the types refuse: this file is compiled, never run. */

const out = document.querySelector("main")!;

export async function right(): Promise<void> {
  BackendAI.assetRoot = "//assets.example.com/x";
  BackendAI.options = {
    language: "de",
    messages: { download: "Laden", rows: { one: "{n} Reihe", other: "{n} Reihen" } },
    sanitize: { hosts: ["example.com"] },
  };
  const shown: boolean = BackendAI.Media.handle(["image/png", "…"], 1, out);
  const { rendered, failed } = await BackendAI.Media.handle_all([["stdout", "x"]], "r", out, { append: shown });
  const area = BackendAI.Media.open(`${rendered} ${failed[0]?.error}`, out);
  area.append({ output_type: "stream", name: "stdout", text: "x" });
  area.clear({ wait: true });
  area.close();
  BackendAI.Media.register("x/mine", {
    render: (data, { host, signal }) => void host.append(`${data}`, `${signal.aborted}`),
  });
  BackendAI.Media.register("x/saved", () => import("./renderer.ts"), { rank: 2 });
  const terminal = new (await BackendAI.loadWebterm())(out, "s", { theme: "dark", dialect: "ttyd" });
  await terminal.connect(async () => "wss://example.com/ws");
  terminal.theme = { background: "#123456" };
  out.addEventListener("backendai:terminal-state", ({ detail }) => out.append(detail.message, terminal.state));
  out.addEventListener("backendai:app", ({ detail }) => detail.reply(Promise.resolve({ asked: detail.method })));
  out.addEventListener("backendai:input", ({ detail }) => detail.reply(detail.prompt));
}

export function wrong(): void {
  // @ts-expect-error no such dialect
  void BackendAI.loadWebterm((Webterm) => new Webterm(out, "s", { dialect: "telnet" }));
  // @ts-expect-error a container is an element
  BackendAI.Media.handle([], "r", "#out");
  // @ts-expect-error no such text
  BackendAI.options = { messages: { Download: "…" } };
  // @ts-expect-error the version is what it is
  BackendAI.version = "1";
  // @ts-expect-error a renderer has `render`
  BackendAI.Media.register("x/mine", {});
  // @ts-expect-error a rank is a number
  BackendAI.Media.register("x/mine", { render() {} }, { rank: "high" });
  // @ts-expect-error what is copied is a text
  BackendAI.Media.register("x/mine", { render: () => ({ copy: () => ({ text: 5 }) }) });
  // @ts-expect-error a saved item has a name
  BackendAI.Media.register("x/mine", { render: () => ({ save: () => ({ blob: new Blob() }) }) });
  // @ts-expect-error a text of the interface has an id
  BackendAI.Media.register("x/mine", { render: (_, { translate }) => void translate("Download") });
  // @ts-expect-error what a renderer was given stays what it is
  BackendAI.Media.register("x/mine", { render: (_, context) => void (context.resultId = "other") });
  // @ts-expect-error results are rendered by items, id and container
  void BackendAI.Media.handle_all([["stdout", "x"]], "r");
  // @ts-expect-error no such option
  void BackendAI.Media.handle_all([], "r", out, { appendix: true });
  // @ts-expect-error no such lane
  BackendAI.options = { active: "all" };
  // @ts-expect-error hosts are a list
  BackendAI.options = { sanitize: { hosts: "example.com" } };
  // @ts-expect-error an id is a string or a number
  BackendAI.Media.dispose({});
  // @ts-expect-error no such event
  out.addEventListener("backendai:take", ({ detail }) => detail);
  // @ts-expect-error a report counts
  void BackendAI.Media.open("r", out).done.then(({ rendered }) => rendered.length);
}
