import { limits } from "./run.ts";
import { choice, isComposite, optionsOf, pointed, unknown, type Value } from "./values.ts";

const verb = /%(?<flags>[-+# 0]*)(?<width>\d*)(?:\.(?<precision>\d+))?(?<verb>[%a-zA-Z])/g;

/** `fmt.Sprintf` of what is known. https://pkg.go.dev/fmt#hdr-Printing */
export function sprintf(format: Value, values: Value[], splits = 0): Value {
  const several = values.findIndex((value) => textsOf(value).length > 1);
  if (several >= 0 && splits < 3)
    return choice(
      textsOf(values[several] ?? null).map((text) =>
        sprintf(format, values.with(several, text), splits + 1),
      ),
    );
  const text = pointed(format);
  if (typeof text !== "string") return unknown("a text that is not known");
  let index = 0;
  let missing = false;
  const result = text.replace(verb, (...match) => {
    const groups = match.at(-1) as Record<string, string | undefined>;
    if (groups["verb"] === "%") return "%";
    const value = values[index++];
    const one = value === undefined ? undefined : formatted(value, groups);
    if (one === undefined) missing = true;
    return one ?? "";
  });
  return missing || result.length > limits.text
    ? unknown("a text with a part that is not known")
    : result;
}

/** The texts that a value may be, four at most. */
function textsOf(value: Value): string[] {
  return optionsOf(value)
    .filter((option) => typeof option === "string")
    .slice(0, 4);
}

function formatted(value: Value, groups: Record<string, string | undefined>): string | undefined {
  const of = pointed(value);
  const { verb: kind = "v", precision, width = "" } = groups;
  let text: string | undefined;
  if (kind === "q") {
    if (typeof of === "string") text = JSON.stringify(of);
    else text = written(of, quoted);
  } else if (kind === "f" && typeof of === "number") text = of.toFixed(Number(precision ?? 6));
  else if (kind === "x" && typeof of === "number") text = of.toString(16);
  else if (kind === "T") return undefined;
  else text = written(of);
  const columns = Math.min(Number(width), 1_000);
  if (text === undefined || columns === 0) return text;
  if (groups["flags"]?.includes("-")) return text.padEnd(columns);
  return text.padStart(columns, groups["flags"]?.includes("0") ? "0" : " ");
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A value as `%v` prints it; undefined when that is not known. */
export function written(
  value: Value,
  text: (text: string) => string = String,
  depth = 0,
): string | undefined {
  const of = pointed(value);
  if (of === null) return "<nil>";
  if (typeof of === "string") return text(of);
  if (!isComposite(of)) return String(of);
  if (depth > 10) return undefined;
  if (of.kind === "slice" && !of.open && !of.fewer) {
    const items = of.items.map((item) => written(item, text, depth + 1));
    return items.includes(undefined) ? undefined : `[${items.join(" ")}]`;
  }
  if (of.kind === "map" && !of.open) {
    const entries = [...of.entries]
      .map(
        ([key, entry]) => [written(key, text, depth + 1), written(entry, text, depth + 1)] as const,
      )
      .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0));
    if (entries.some(([key, entry]) => key === undefined || entry === undefined)) return undefined;
    return `map[${entries.map(([key, entry]) => `${key}:${entry}`).join(" ")}]`;
  }
  return undefined;
}
