/** Exports the history as asciicast v3 (https://docs.asciinema.org/manual/asciicast/v3/). */

import type { ITheme } from "@xterm/xterm";
import type { Seen } from "../../history.ts";

export interface About {
  columns: number;
  rows: number;
  title: string;
  theme: ITheme;
}

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;
const bright = (name: string): keyof ITheme => `bright${name[0]!.toUpperCase()}${name.slice(1)}` as keyof ITheme;

/** Intervals are in seconds; characters split between chunks are joined. */
export function asCast(seen: readonly Seen[], { columns, rows, title, theme }: About): Blob {
  const decoder = new TextDecoder();
  const plain = new TextDecoder();
  const first = seen[0];
  const size = first?.code === "r" ? plain.decode(first.data).split("x").map(Number) : [columns, rows];
  const start = first?.time ?? performance.now();
  const palette = [...NAMES, ...NAMES.map(bright)].map((name) => theme[name]).join(":");
  const header = {
    version: 3,
    term: {
      cols: size[0],
      rows: size[1],
      type: "xterm-256color",
      theme: { fg: theme.foreground, bg: theme.background, palette },
    },
    timestamp: Math.floor((performance.timeOrigin + start) / 1000),
    ...(title && { title }),
  };
  const lines = [header, ...seen].map((event, index) => {
    if (!index) return JSON.stringify(header);
    const { time, code, data } = event as Seen;
    // Intervals are rounded so that they add up.
    const before = Math.round((seen[index - 2] ?? first!).time - start);
    const interval = (Math.round(time - start) - before) / 1000;
    return JSON.stringify([interval, code, code === "o" ? decoder.decode(data, { stream: true }) : plain.decode(data)]);
  });
  return new Blob([`${lines.join("\n")}\n`], { type: "application/x-asciicast" });
}
