/**
 * Reads what few pages need, for which the host script has no room: answers of other platforms, kept items, unusual
 * results of Backend.AI, pager answers, and Jupyter's Output widgets.
 */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import type { Item } from "../../shared/items.ts";
import {
  type Dict,
  dictOrEmpty,
  isDict,
  isList,
  isText,
  type Reader,
  type Readers,
  type Reading,
  type ShowWidget,
  textOrEmpty,
  REASONS,
} from "../../shared/reading.ts";
import { readError, readInput, readKept, readTuple } from "./kept.ts";
import { type Comms, bytesOf, commsOf, type Showing, tell } from "../../shared/widgets.ts";
import { readFrame } from "./buffers.ts";
import { WidgetPlaces } from "./places.ts";
import { oldOutput, translate } from "./platforms.ts";
import { isResult, readResult } from "./results.ts";
import { into, OutputWidgets, SAVED, VIEW, viewOf } from "./widgets.ts";

type Read = (value: unknown) => void;

const METHODS: readonly unknown[] = ["open", "update", "custom", "close"];

/** Milliseconds after which what was added before is under way (`core/area.ts`). */
const MAX_FRAME_MS = 100;

/** Shows the content of an Output widget, in its place in a box where there is one. */
export const render = (show: unknown, { metadata, scope }: Context): RenderedItem =>
  showIn(commsOf(scope), metadata.widget_id as string, show as ShowWidget);

export const items: Readers["items"] = async (output, schedule) => {
  if (!output) throw new RangeError("There is no result of this id");
  await new Promise<void>((resolve) => {
    setTimeout(() => output.whenReady(() => schedule(resolve)), MAX_FRAME_MS);
  });
  return (output.scope.reader ?? createReader(new Map())).keep(output.placement);
};

/** A reader of one scope. */
export function createReader(kept: Map<string, unknown>): Reader {
  const comms = commsOf(kept);
  const widgets = new OutputWidgets(comms);
  const places = new WidgetPlaces(comms);

  /** An output, and what the Output widgets in it show. */
  const output = (reading: Reading, type: string, content: Dict, read: Read, own: () => void): void => {
    const { data } = content;
    if (type === "error") return readError(reading, content);
    const view = type === "update_display_data" ? undefined : viewOf(data);
    const bundle = dictOrEmpty(data);
    if (SAVED in bundle) {
      widgets.readSaved(reading, bundle[SAVED], read, true);
      // Alone it shows nothing.
      if (!Object.keys(bundle)[1]) return;
    }
    if (view === undefined || !widgets.isOutput(view)) own();
    if (view !== undefined) widgets.show(reading, view);
  };

  const message = (reading: Reading, type: string, value: Dict, read: Read, own: () => void): void => {
    const { content } = value;
    if (!isDict(content)) return own();
    const outer = reading.owner;
    reading.owner = widgets.ownerOf(type, value);
    if (type === "execute_reply") reply(reading, content);
    else if (type === "input_request") readInput(reading, content);
    else if (/^comm_(open|msg|close)$/.test(type)) widgets.readComm(reading, type, value, read);
    else if (type === "comm_info_reply") known(comms, content);
    else if (type === "status") readStatus(comms, value);
    else output(reading, type, content, read, own);
    reading.owner = type.startsWith("comm_") ? widgets.owner : outer;
  };

  const made = (reading: Reading, value: unknown, read: Read): void => into(reading, reading.owner, () => read(value));

  return {
    get owner() {
      return widgets.owner;
    },
    read(reading, value, read, own) {
      const { kind, output_type: outputType, msg_type: given, header } = value;
      const type = isText(given) ? given : dictOrEmpty(header).msg_type;
      if (isText(kind) && readKept(reading, value)) return;
      if (kind === "control" && readComm(reading, value, read)) return;
      if (ArrayBuffer.isView(value) || (value as unknown) instanceof ArrayBuffer) return frame(reading, value, read);
      if (isText(outputType)) {
        const other = oldOutput(value);
        if (other !== undefined) made(reading, other, read);
        else if (outputType === "input_request") readInput(reading, value);
        else output(reading, outputType, value, read, own);
      } else if (isText(type)) message(reading, type, value, read, own);
      else {
        const other = translate(value);
        if (other !== undefined) made(reading, other, read);
        else rest(reading, value, read, own);
      }
    },
    readTuple,
    reasons: REASONS,
    place: (item, watcher) => places.place(item, watcher),
    showWidget: (widget, where) => places.showWidget(widget, where),
    keep: (where): Item[] => places.keep(where),
  };

  /** A message of a widget that was kept. */
  function readComm(reading: Reading, value: Dict, read: Read): boolean {
    const { action, method, widget } = value;
    if (action !== "comm" || !isText(widget) || !METHODS.includes(method)) return false;
    widgets.readItem(reading, widget, value, read);
    return true;
  }

  function rest(reading: Reading, value: Dict, read: Read, own: () => void): void {
    const { cells, outputs, metadata, type, data, cell_type: cell } = value;
    if ("result" in value || isText(cell)) return own();
    if (isList(cells) || isList(outputs)) {
      into(reading, reading.owner, () =>
        widgets.readSaved(reading, dictOrEmpty(dictOrEmpty(metadata).widgets)[SAVED], read),
      );
      return own();
    }
    if (isText(type) && "data" in value) return own();
    if (isDict(data) && !("type" in value)) return output(reading, "display_data", value, read, own);
    if (VIEW in value || SAVED in value) return output(reading, "display_data", { data: value }, read, own);
    if (isResult(value)) readResult(reading, value, read);
    else own();
  }
}

/** Shows an Output widget, until a box has a place for it. */
function showIn(comms: Comms, widget: string, show: ShowWidget): RenderedItem {
  const showing: Showing = { widget, show, shown: show() };
  comms.showings.add(showing);
  comms.attend?.(showing);
  return {
    ready: showing.shown.ready,
    dispose() {
      comms.showings.delete(showing);
      comms.leave?.(showing);
      showing.shown.dispose?.();
    },
  };
}

function known(comms: Comms, { comms: all }: Dict): void {
  const ids = new Set(Object.keys(dictOrEmpty(all)));
  tell(comms, (models) => models.known(ids));
}

/** A kernel's state, as far as widgets need it. */
function readStatus(comms: Comms, { content, parent_header: parent }: Dict): void {
  const { execution_state: state } = content as Dict;
  if (state === "dead" || state === "restarting" || state === "autorestarting")
    tell(comms, (models) => models.kernel("gone", ""));
  else if (state === "idle" || state === "busy")
    tell(comms, (models) => models.kernel(state, textOrEmpty(dictOrEmpty(parent).msg_id)));
}

/** A binary message of a WebSocket. */
function frame(reading: Reading, value: unknown, read: Read): void {
  try {
    read(readFrame(bytesOf(value)!));
  } catch {
    reading.invalid("not a message");
  }
}

/** What a reply has for the pager: help, source text, profiles. */
function reply(reading: Reading, { payload }: Dict): void {
  for (const one of isList(payload) ? payload : []) {
    const { source, data, text } = dictOrEmpty(one);
    if (source === "page") reading.media(isDict(data) ? data : { "text/plain": text }, { pager: true });
  }
}
