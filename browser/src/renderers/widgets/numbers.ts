/** Numbers: sliders, boxes, progress bars. */

import * as messages from "../../shared/messages.ts";
import { createElement } from "../../shared/dom.ts";
import { isList } from "../../shared/reading.ts";
import { formatNumber, readNumbers } from "./format.ts";
import { safeColor } from "./layout.ts";
import type { Control, View } from "./view.ts";

/** How a slider's place on its scale and a value are each other's. */
interface Scale {
  readonly isWhole: boolean;
  valueOf(place: number): number;
  placeOf(value: number): number;
  text(value: number): string;
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high));

const linear = (view: View, isWhole: boolean): Scale => ({
  isWhole,
  valueOf: (place) => place,
  placeOf: (value) => value,
  text: (value) => formatNumber(value, view.text("readout_format") || (isWhole ? "d" : ".2f")),
});

const logarithmic = (view: View): Scale => {
  const base = (): number => {
    const given = view.number("base", 10);
    return given > 0 && given !== 1 ? given : 10;
  };
  return {
    isWhole: false,
    valueOf: (place) => base() ** place,
    placeOf: (value) => (value > 0 ? Math.log(value) / Math.log(base()) : -Infinity),
    text: (value) => formatNumber(value, view.text("readout_format") || ".3g"),
  };
};

function createRange(view: View, hasTwo: boolean): { track: HTMLElement; handles: HTMLInputElement[] } {
  const handles = Array.from({ length: hasTwo ? 2 : 1 }, () => {
    const input = createElement("input", "widget-range");
    input.type = "range";
    return input;
  });
  const track = createElement("span", hasTwo ? "widget-track backendai-widget-two" : "widget-track", ...handles);
  if (hasTwo) {
    handles[0]!.ariaLabel = view.translate(messages.range_low);
    handles[1]!.ariaLabel = view.translate(messages.range_high);
  }
  return { track, handles };
}

/** Where the handles are, and what is between them, for the style sheet. */
function paint(track: HTMLElement, places: readonly number[], low: number, high: number): void {
  const part = (place: number): string => `${high > low ? clamp(((place - low) / (high - low)) * 100, 0, 100) : 0}%`;
  const isTwo = places.length > 1;
  track.style.setProperty("--from", isTwo ? part(places[0]!) : "0%");
  track.style.setProperty("--to", part(places.at(-1)!));
}

/** Called with the places of the handles: as they move, and when they stay. */
interface Slider {
  readonly low: () => number;
  readonly high: () => number;
  readonly step: () => number;
  readonly places: () => number[];
  readonly text: (places: readonly number[]) => string;
  readonly moved: (places: number[]) => void;
  /** What a person wrote in the readout. */
  readonly read?: (text: string) => number[] | undefined;
}

function slider(view: View, hasTwo: boolean, { low, high, step, places, text, moved, read }: Slider): () => void {
  const { track, handles } = createRange(view, hasTwo);
  const readout = createElement("input", "widget-readout");
  view.element.classList.add("backendai-widget-line", "backendai-widget-slider");
  view.element.append(track, readout);
  const label = view.label(handles[0]);
  const name = (): void => {
    if (hasTwo) for (const handle of handles) handle.ariaDescription = view.text("description");
    readout.ariaLabel = view.text("description") || text(places());
  };
  const current = (): number[] => handles.map((handle) => Number(handle.value));
  const ordered = (from: HTMLInputElement): number[] => {
    const [first, second] = current() as [number, number?];
    if (second === undefined) return [first];
    if (first <= second) return [first, second];
    // A handle does not pass the other one.
    const stop = from === handles[0] ? second : first;
    from.value = `${stop}`;
    return [stop, stop];
  };
  /** While a person moves it, it is where they have it. */
  let isHeld = false;
  const show = (at: readonly number[]): void => {
    readout.value = text(at);
    readout.size = Math.max(3, Math.min(readout.value.length, 24));
    handles.forEach((handle, index) => (handle.ariaValueText = hasTwo ? text([at[index]!]) : readout.value));
    paint(track, at, low(), high());
  };
  for (const handle of handles) {
    handle.oninput = () => {
      const at = ordered(handle);
      isHeld = true;
      show(at);
      if (view.flag("continuous_update", true)) moved(at);
    };
    handle.onchange = () => {
      isHeld = false;
      moved(ordered(handle));
    };
  }
  readout.onchange = () => {
    const given = read?.(readout.value);
    if (given) moved(given.map((one) => clamp(one, low(), high())));
    view.redraw();
  };
  readout.onkeydown = (event) => {
    if (event.key === "Escape") view.redraw();
  };
  return () => {
    label();
    const at = places();
    for (const [index, handle] of handles.entries()) {
      handle.min = `${low()}`;
      handle.max = `${high()}`;
      handle.step = step() > 0 ? `${step()}` : "any";
      handle.disabled = view.isDisabled;
      if (!isHeld) handle.value = `${at[index]}`;
    }
    const isVertical = view.text("orientation") === "vertical";
    view.element.classList.toggle("backendai-widget-vertical", isVertical);
    for (const handle of handles) handle.ariaOrientation = isVertical ? "vertical" : "horizontal";
    track.style.setProperty("--handle", safeColor(view.part("style")?.state.get("handle_color")));
    readout.hidden = !view.flag("readout", true);
    readout.readOnly = !read || view.isDisabled;
    readout.disabled = view.isDisabled;
    name();
    if (!isHeld) show(at);
    if (view.isReadOnly) view.root.sayReadOnly();
  };
}

const numericSlider =
  (scaleOf: (view: View) => Scale, hasTwo = false, top = 100): Control =>
  (view) => {
    const scale = scaleOf(view);
    const low = (): number => view.number("min", 0);
    const high = (): number => view.number("max", top);
    const given = (): number[] => {
      const value = view.get("value");
      return (isList(value) ? value.slice(0, 2) : [value]).map((one) => (typeof one === "number" ? one : low()));
    };
    const valueOf = (place: number): number => {
      const value = scale.valueOf(place);
      // Steps of 0.1 leave dust.
      return scale.isWhole ? Math.round(value) : Number(value.toPrecision(14));
    };
    return slider(view, hasTwo, {
      low,
      high,
      step: () => view.number("step", scale.isWhole ? 1 : 0.1),
      places: () => {
        const at = given().map((value) => clamp(scale.placeOf(value), low(), high()));
        return hasTwo ? [at[0] ?? low(), at[1] ?? high()] : [at[0] ?? low()];
      },
      text: (places) => places.map((place) => scale.text(valueOf(place))).join(" – "),
      moved: (places) => {
        const values = places.map(valueOf);
        view.change({ value: hasTwo ? values : values[0] });
      },
      read: (text) => {
        const numbers = readNumbers(hasTwo ? text.replace(/\s[-–]\s/, " ") : text).map(scale.placeOf);
        if (numbers.length !== (hasTwo ? 2 : 1) || numbers.some(Number.isNaN)) return undefined;
        return numbers.sort((one, other) => one - other);
      },
    });
  };

const optionSlider =
  (hasTwo: boolean): Control =>
  (view) => {
    const labels = (): string[] => view.texts("_options_labels");
    const high = (): number => Math.max(0, labels().length - 1);
    return slider(view, hasTwo, {
      low: () => 0,
      high,
      step: () => 1,
      places: () => {
        const index = view.get("index");
        const at = (isList(index) ? index : [index]).map((one) =>
          typeof one === "number" ? clamp(Math.round(one), 0, high()) : 0,
        );
        return hasTwo ? [at[0] ?? 0, at[1] ?? high()] : [at[0] ?? 0];
      },
      text: (places) => places.map((place) => labels()[place] ?? "").join(" – "),
      moved: (places) => view.change({ index: hasTwo ? places : places[0] }),
    });
  };

/** A box for a number; it takes what a person wrote when they are done. */
const numberText =
  (isWhole: boolean): Control =>
  (view) => {
    const input = createElement("input", "widget-input");
    input.type = "number";
    view.element.classList.add("backendai-widget-line");
    view.element.append(input);
    const label = view.label(input);
    const bound = (trait: string, otherwise: number): number => view.number(trait, otherwise);
    const take = (): void => {
      const value = input.valueAsNumber;
      if (Number.isNaN(value)) return view.redraw();
      view.change({
        value: clamp(isWhole ? Math.round(value) : value, bound("min", -Infinity), bound("max", Infinity)),
      });
    };
    input.onchange = () => {
      take();
      view.redraw();
    };
    input.oninput = () => {
      if (view.flag("continuous_update") && input.value) take();
    };
    return () => {
      label();
      const step = view.get("step");
      input.step = typeof step === "number" && step > 0 ? `${step}` : isWhole ? "1" : "any";
      for (const trait of ["min", "max"] as const)
        input[trait] = Number.isFinite(bound(trait, NaN)) ? `${bound(trait, 0)}` : "";
      const value = view.get("value");
      const text = typeof value === "number" ? `${value}` : "";
      if (input.valueAsNumber !== value) input.value = text;
      input.disabled = view.isDisabled;
      if (view.isReadOnly) view.root.sayReadOnly();
    };
  };

const progress: Control = (view) => {
  const bar = createElement("div", "widget-bar");
  const track = createElement("div", "widget-progress", bar);
  track.role = "progressbar";
  view.element.classList.add("backendai-widget-line");
  view.element.append(track);
  const label = view.label();
  return () => {
    label();
    const low = view.number("min", 0);
    const high = view.number("max", 100);
    const value = clamp(view.number("value", low), low, high);
    const isVertical = view.text("orientation") === "vertical";
    view.element.classList.toggle("backendai-widget-vertical", isVertical);
    const part = `${high > low ? ((value - low) / (high - low)) * 100 : 0}%`;
    bar.style[isVertical ? "height" : "width"] = part;
    bar.style[isVertical ? "width" : "height"] = "";
    bar.dataset.look = lookOf(view.text("bar_style"));
    bar.style.background = safeColor(view.part("style")?.state.get("bar_color"));
    track.ariaLabel = view.text("description") || view.translate(messages.progress);
    track.ariaValueMin = `${low}`;
    track.ariaValueMax = `${high}`;
    track.ariaValueNow = `${value}`;
  };
};

/** `primary`, `success`, `info`, `warning`, `danger` or nothing. */
export const lookOf = (value: string): string => (/^(primary|success|info|warning|danger)$/.test(value) ? value : "");

export const numbers: Readonly<Record<string, Control>> = {
  IntSlider: numericSlider((view) => linear(view, true)),
  FloatSlider: numericSlider((view) => linear(view, false)),
  FloatLogSlider: numericSlider(logarithmic, false, 4),
  IntRangeSlider: numericSlider((view) => linear(view, true), true),
  FloatRangeSlider: numericSlider((view) => linear(view, false), true),
  SelectionSlider: optionSlider(false),
  SelectionRangeSlider: optionSlider(true),
  IntText: numberText(true),
  BoundedIntText: numberText(true),
  FloatText: numberText(false),
  BoundedFloatText: numberText(false),
  IntProgress: progress,
  FloatProgress: progress,
};
