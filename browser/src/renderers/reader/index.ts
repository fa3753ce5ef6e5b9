/**
 * Reads what few pages need, for which the host script has no room: answers of other platforms, kept items, unusual
 * results of Backend.AI, pager answers, and Jupyter's Output widgets.
 */

import type { RenderedItem } from "../../backendai-media.d.ts";
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
} from "../../shared/reading.ts";
import { readInput, readKept, readTuple } from "./kept.ts";
import { WidgetPlaces } from "./places.ts";
import { oldOutput, translate } from "./platforms.ts";
import { isResult, readResult } from "./results.ts";
import { into, OutputWidgets, viewOf } from "./widgets.ts";

type Read = (value: unknown) => void;

/** Milliseconds after which what was added before is under way (`core/area.ts`). */
const MAX_FRAME_MS = 100;

/** Marks the place of an Output widget, until `dispose` is called. */
export const render = (dispose: unknown): RenderedItem => ({ dispose: dispose as () => void });

export const items: Readers["items"] = async (output, schedule) => {
  if (!output) throw new RangeError("There is no result of this id");
  await new Promise<void>((resolve) => {
    setTimeout(() => output.whenReady(() => schedule(resolve)), MAX_FRAME_MS);
  });
  return (output.scope.reader ?? createReader()).keep(output.placement);
};

/** A reader of one scope. */
export function createReader(): Reader {
  const widgets = new OutputWidgets();
  const places = new WidgetPlaces();

  /** An output, and what the Output widgets in it show. */
  const output = (reading: Reading, type: string, { data }: Dict, read: Read, own: () => void): void => {
    const view = type === "update_display_data" ? undefined : viewOf(data);
    if (view === undefined || !widgets.isOutput(view)) own();
    if (view !== undefined) widgets.show(reading, view, read);
  };

  const message = (reading: Reading, type: string, value: Dict, read: Read, own: () => void): void => {
    const { content } = value;
    if (!isDict(content)) return own();
    const outer = reading.owner;
    reading.owner = widgets.ownerOf(type, value);
    if (type === "execute_reply") reply(reading, content);
    else if (type === "input_request") readInput(reading, content);
    else if (/^comm_(open|msg|close)$/.test(type)) widgets.readComm(reading, type, content, read);
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
    place: (item, watcher) => places.place(item, watcher),
    showWidget: (widget, where) => places.showWidget(widget, where),
    keep: (where): Item[] => places.keep(where),
  };

  function rest(reading: Reading, value: Dict, read: Read, own: () => void): void {
    const { cells, outputs, metadata, type, data, cell_type: cell } = value;
    if ("result" in value || isText(cell)) return own();
    if (isList(cells) || isList(outputs)) {
      widgets.readSaved(metadata);
      return own();
    }
    if (isText(type) && "data" in value) return own();
    if (isDict(data) && !("type" in value)) return output(reading, "display_data", value, read, own);
    if (isResult(value)) readResult(reading, value, read);
    else own();
  }
}

/** What a reply has for the pager: help, source text, profiles. */
function reply(reading: Reading, { payload }: Dict): void {
  for (const one of isList(payload) ? payload : []) {
    const { source, data, text } = dictOrEmpty(one);
    if (source === "page") reading.media(isDict(data) ? data : { "text/plain": text }, { pager: true });
  }
}
