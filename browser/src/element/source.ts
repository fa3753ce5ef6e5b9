/** What `src` names: a document of JSON, or a stream of such, a line (ndjson) or an event (SSE) each. */

/** A text that is no JSON is shown as malformed. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const STREAM = /ndjson|jsonl|event-stream/;

export interface Target {
  all(value: unknown): void;
  each(value: unknown): void;
}

/** Settles at the end; rejects where the address does not answer. */
export async function read(url: string, signal: AbortSignal, target: Target): Promise<void> {
  const response = await fetch(url, { signal });
  const type = response.headers.get("content-type") ?? "";
  if (!response.ok) throw new Error(`${response.status} ${response.statusText} ${url}`);
  if (!STREAM.test(type) || !response.body) return target.all(parse(await response.text()));
  const isEvents = type.includes("event-stream");
  let event: string[] = [];
  const take = (text: string): void => {
    if (text.trim()) target.each(parse(text));
  };
  const line = (text: string): void => {
    if (!isEvents) take(text);
    else if (text.startsWith("data:")) event.push(text.slice(5));
    else if (!text) take(event.splice(0).join("\n"));
  };
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let parts: string[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const [first = "", ...more] = next.value.split("\n");
    parts.push(first);
    for (const part of more) {
      line(parts.join("").replace(/\r$/, ""));
      parts = [part];
    }
  }
  if (!isEvents) line(parts.join(""));
}
