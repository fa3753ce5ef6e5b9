/** What front ends of Jupyter Server do: text from JSON, given to xterm.js as it comes. */

import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";

const page = window as unknown as { emulator: Terminal; plain(url: string): void };
page.plain = (url) => {
  const emulator = (page.emulator = new Terminal({ fontSize: 14, scrollback: 5000 }));
  const fit = new FitAddon();
  const socket = new WebSocket(url);
  emulator.loadAddon(fit);
  emulator.open(document.querySelector<HTMLElement>("#out")!);
  fit.fit();
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const [kind, text] = JSON.parse(data) as [string, string];
    if (kind === "setup") socket.send(JSON.stringify(["set_size", emulator.rows, emulator.cols, 0, 0]));
    if (kind === "stdout") emulator.write(text);
  };
  emulator.onData((text) => socket.send(JSON.stringify(["stdin", text])));
};
