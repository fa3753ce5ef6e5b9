/** Numbers as `readout_format` asks: the part of d3-format's language that readouts use. */

const PATTERN = /^([+ -])?(,)?(?:\.(\d{1,2}))?(~)?([a-z%])?$/i;
const PREFIXES = ["y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"];

const trimmed = (text: string): string => text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");
const grouped = (text: string): string => {
  const [, sign, whole, rest] = /^(-?)(\d*)(.*)$/s.exec(text)!;
  return `${sign}${whole!.replace(/\B(?=(\d{3})+$)/g, ",")}${rest}`;
};

/** Significant digits, in the shorter of both notations. */
function general(value: number, digits: number): string {
  const text = value.toPrecision(Math.max(1, digits));
  return text.includes("e") ? text.replace(/e([+-])(\d)$/, "e$1$2") : text;
}

function prefixed(value: number, digits: number): string {
  const power = value ? Math.floor(Number(value.toExponential(Math.max(0, digits - 1)).split("e")[1]) / 3) : 0;
  const index = Math.max(-8, Math.min(8, power));
  const scaled = value / 1000 ** index;
  const before = Math.floor(Math.log10(Math.abs(scaled) || 1)) + 1;
  // No prefix is small enough for some.
  return scaled.toFixed(Math.min(20, Math.max(0, digits - before))) + PREFIXES[index + 8];
}

/** A number in a format; as JavaScript writes it where the format is none of these. */
export function formatNumber(value: number, format: string): string {
  const [match, sign, comma, precision, tilde, type] = PATTERN.exec(format.trim()) ?? [];
  if (match === undefined || !Number.isFinite(value)) return `${value}`;
  const digits = precision === undefined ? 6 : Math.min(20, Number(precision));
  const absolute = Math.abs(value);
  const made = ((): string => {
    switch (type) {
      case "d":
      case "i":
        return absolute < 1e21 ? Math.round(absolute).toString() : absolute.toPrecision(21);
      case "f":
        return absolute.toFixed(digits);
      case "e":
        return absolute.toExponential(digits);
      case "%":
        return `${(absolute * 100).toFixed(digits)}%`;
      case "s":
        return prefixed(absolute, precision === undefined ? 6 : digits);
      case "g":
      case "r":
        return general(absolute, digits);
      case "n":
        return grouped(general(absolute, digits));
      default:
        return precision === undefined ? `${absolute}` : trimmed(general(absolute, digits));
    }
  })();
  const text = tilde ? trimmed(made) : made;
  const mark = value < 0 && /[1-9]/.test(text) ? "−" : sign === "+" || sign === " " ? sign : "";
  return mark + (comma ? grouped(text) : text);
}

/** The numbers that a person wrote. */
export const readNumbers = (text: string): number[] =>
  (
    text
      .replaceAll("−", "-")
      .replace(/(\d),(?=\d{3})/g, "$1")
      .match(/-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi) ?? []
  ).map(Number);
