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
  const terminal = new (await BackendAI.loadWebterm())(out, "s", { theme: "dark", dialect: "ttyd" });
  await terminal.connect(async () => "wss://example.com/ws");
  terminal.theme = { background: "#123456" };
  out.addEventListener("backendai:terminal-state", ({ detail }) => out.append(detail.message, terminal.state));
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
}
