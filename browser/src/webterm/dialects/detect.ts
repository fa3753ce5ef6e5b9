/** Detects the dialect from the address, the subprotocol or the first message. */

import type { TerminalDialect } from "../../backendai-media.d.ts";
import type { TerminalDelegate, Dialect, Identity } from "../types.ts";
import { ALIS, createAlis } from "./alis.ts";
import { createBackendAi } from "./backendai.ts";
import { createTerm2, TERM2 } from "./term2.ts";
import { createTerminado } from "./terminado.ts";
import { createTtyd, TTYD } from "./ttyd.ts";

export type Kind = TerminalDialect | "auto";

export interface Way {
  kind: Kind;
  protocols: string[];
}

const PROTOCOLS: Readonly<Record<Kind, string[]>> = {
  "backendai.term.2": [TERM2],
  "backend.ai": [],
  relay: [],
  ttyd: [TTYD],
  terminado: [],
  "v1.alis": [ALIS],
  auto: [],
};
/** Offers both subprotocols; a server that picks neither speaks another dialect. */
const EITHER: Way = { kind: "auto", protocols: [TERM2, TTYD] };
const way = (kind: Kind): Way => ({ kind, protocols: PROTOCOLS[kind] });

/**
 * Requests to try at an address, the likeliest first. A server without subprotocols refuses requests with one, and a server
 * that requires one refuses those without.
 */
export function detect(address: string, wanted: Kind = "auto"): Way[] {
  if (wanted !== "auto") return [way(wanted)];
  const path = new URL(address, document.baseURI).pathname;
  if (/\/terminals\/websocket\/[^/]+$/.test(path)) return [way("terminado")];
  if (/\/stream\/(session|kernel)\/[^/]+\/pty$/.test(path)) return [way("backend.ai")];
  const ways = [EITHER, way("auto")];
  return /\/(ws|tty)(\/[^/]*)?$/.test(path) ? ways : ways.toReversed();
}

export interface Facts {
  identity: Identity;
  readOnly: boolean;
  /** ttyd's password. */
  token: string;
}

export function createDialect(kind: Kind, protocol: string, delegate: TerminalDelegate, facts: Facts): Dialect {
  if (protocol === TTYD) return createTtyd(delegate, facts.token);
  if (protocol === TERM2) return createTerm2(delegate, facts.identity, facts.readOnly);
  if (protocol === ALIS) return createAlis(delegate);
  if (kind === "terminado") return createTerminado(delegate);
  if (kind === "auto") return createUnknown(delegate, facts);
  return createBackendAi(delegate, facts.identity.session, kind !== "backend.ai");
}

/** Milliseconds for a server to reveal its dialect by its first message. One that stays silent speaks the original. */
const DETECT_TIMEOUT_MS = 700;

function createUnknown(delegate: TerminalDelegate, facts: Facts): Dialect {
  let chosen: Dialect | undefined;
  return {
    open(transport) {
      if (chosen) return chosen.open(transport);
      const choose = (kind: Kind): void => {
        if (!chosen) (chosen = createDialect(kind, "", delegate, facts)).open(transport);
      };
      this.message = (data) => {
        choose(typeof data === "string" && data.startsWith("[") ? "terminado" : "relay");
        chosen!.message(data);
      };
      delegate.callLater(DETECT_TIMEOUT_MS, () => choose("relay"));
    },
    message: () => undefined,
    input: (data) => chosen?.input(data),
    resize: (size) => chosen?.resize(size),
    restart: () => chosen?.restart?.() ?? false,
    closed: (code, reason) => chosen?.closed(code, reason) ?? { next: code === 1000 ? "ended" : "reconnect", reason },
  };
}
