/** This terminal's identity, kept by the tab across reloads to find its session again. */

import { fromBase64, toBase64 } from "./bytes.ts";
import type { Identity } from "./types.ts";

/** The tab's storage, which a page may be denied. */
function storage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

const keyOf = (session: string): string => `backendai-terminal:${session}`;

/** Reads and removes the identity: a duplicated tab is another viewer. */
export function recall(session: string): Identity {
  const key = keyOf(session);
  const [name = "", id] = storage()?.getItem(key)?.split(" ") ?? [];
  storage()?.removeItem(key);
  const kept = fromBase64(id);
  const client = kept?.length === 16 ? kept : crypto.getRandomValues(new Uint8Array(16));
  return { session, name, client };
}

export const remember = ({ session, name, client }: Identity): void =>
  storage()?.setItem(keyOf(session), `${name} ${toBase64(client)}`);

export const forget = ({ session }: Identity): void => storage()?.removeItem(keyOf(session));
