/** Runs in the frame: what anywidget's modules are given (docs/widgets.md). Its text is put there, so it names nothing outside. */

/* oxlint-disable unicorn/consistent-function-scoping */

type Callback = (...given: unknown[]) => unknown;
interface Definition {
  initialize?: Callback;
  render?: Callback;
}

export function within(): void {
  addEventListener("backendai-port", (event) => {
    const [port] = (event as MessageEvent).ports;
    if (!port) return;
    const state = new Map<string, unknown>();
    const changed = new Set<string>();
    const listeners = new Map<string, Set<Callback>>();
    const style = document.createElement("style");
    let ends: unknown[] = [];
    let abort = new AbortController();
    let turn: Promise<unknown> = Promise.resolve();

    const emit = (name: string, ...given: unknown[]): void => {
      for (const listener of [...(listeners.get(name) ?? [])]) listener(...given);
    };
    const put = (name: string, value: unknown): void => {
      state.set(name, value);
      emit(`change:${name}`, model, value);
    };
    const names = (given: string): string[] => given.split(/\s+/).filter(Boolean);
    const model = {
      get: (name: string) => state.get(name),
      set(given: string | Record<string, unknown>, value?: unknown) {
        for (const [name, one] of typeof given === "string" ? [[given, value] as const] : Object.entries(given)) {
          if (state.get(name) === one) continue;
          changed.add(name);
          put(name, one);
          emit("change", model);
        }
      },
      save_changes() {
        if (changed.size)
          port.postMessage(["save", Object.fromEntries([...changed].map((one) => [one, state.get(one)]))]);
        changed.clear();
      },
      on(given: string, listener: Callback) {
        for (const name of names(given)) listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
      },
      off(given?: string | null, listener?: Callback | null) {
        for (const name of given ? names(given) : [...listeners.keys()]) {
          if (listener) listeners.get(name)?.delete(listener);
          else listeners.delete(name);
        }
      },
      send(content: unknown, _callbacks?: unknown, buffers: (ArrayBuffer | ArrayBufferView)[] = []) {
        port.postMessage(["custom", content, buffers]);
      },
      widget_manager: {
        get_model: () => Promise.reject(new Error("Other models are not here")),
      },
    };
    const invoke = (name: string, msg?: unknown, options: { buffers?: ArrayBuffer[]; signal?: AbortSignal } = {}) =>
      new Promise((resolve, reject) => {
        const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
        const signal = options.signal ?? AbortSignal.timeout(3000);
        const hear = (said: unknown, buffers: unknown): void => {
          const { id: one, response } = Object(said) as { id?: string; response?: unknown };
          if (one !== id) return;
          model.off("msg:custom", hear as Callback);
          resolve([response, buffers]);
        };
        signal.addEventListener("abort", () => {
          model.off("msg:custom", hear as Callback);
          reject(signal.reason as Error);
        });
        model.on("msg:custom", hear as Callback);
        model.send({ id, kind: "anywidget-command", name, msg }, undefined, options.buffers ?? []);
      });

    const end = async (): Promise<void> => {
      abort.abort();
      abort = new AbortController();
      for (const one of ends.splice(0).reverse()) if (typeof one === "function") await (one as Callback)();
      listeners.clear();
    };
    /** Runs the module as it is now; what an older one made goes. */
    const run = async (): Promise<void> => {
      await end();
      const esm = `${state.get("_esm")}`;
      const isAddress = /^https?:\/\//.test(esm);
      const address = isAddress ? esm : URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
      const module = (await import(address)) as { default?: Definition | (() => Definition) } & Definition;
      if (!isAddress) URL.revokeObjectURL(address);
      const given = module.default ?? module;
      const { initialize, render } = typeof given === "function" ? await given() : given;
      const { signal } = abort;
      ends = [await initialize?.({ model, signal, experimental: { invoke } })];
      const el = document.createElement("div");
      document.body.replaceChildren(el);
      ends.push(await render?.({ model, el, signal, experimental: { invoke } }));
    };
    const restyle = (): void => {
      const css = `${state.get("_css") ?? ""}`;
      style.textContent = /^https?:\/\//.test(css) ? `@import url(${JSON.stringify(css)})` : css;
      document.head.append(style);
    };
    const inTurn = (job: () => Promise<void>): void => {
      // What fails is said beside the frame.
      turn = turn.then(job).catch((error: unknown) => void Promise.reject(error));
    };

    port.onmessage = ({ data: [kind, content, buffers] }) => {
      if (kind === "custom") return emit("msg:custom", content, buffers);
      const changes = Object.entries(content as object);
      if (kind === "open") for (const [name, value] of changes) state.set(name, value);
      else {
        for (const [name, value] of changes) put(name, value);
        emit("change", model);
      }
      if ("_css" in content || kind === "open") restyle();
      if ("_esm" in content) inTurn(run);
    };
  });
}
