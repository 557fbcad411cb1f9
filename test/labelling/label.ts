import { categories, risks, type Category, type Definition, type Risk } from "../../model.ts";

/** What a person says a tool is, by the taxonomy. */
export interface Label {
  /** The package or server that the tool belongs to. */
  server: string;
  name: string;
  category: Category;
  effect: "read" | "write";
  risk: Risk;
  /** How sure the person is; `low` is left out of scores. */
  confidence: "high" | "medium" | "low";
}

/** A label that carries the definition that it is of. */
export interface DefinedLabel extends Label {
  definition: Definition;
}

/** The part of a tool that a client sees, its annotations left out. */
export function seen({ name, title, description, inputSchema }: Definition): Definition {
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(inputSchema === undefined ? {} : { inputSchema }),
  };
}

type Line = Record<string, unknown>;

/** Reads JSON Lines of labels: `server` or `package`, `name` or `tool`, `category`, `effect`, `risk`, `confidence`; throws with the line's number. */
export function readLabels(text: string): Label[] {
  return parseLines(text, toLabel);
}

/** The same, of lines that hold the definition too: `description`, `inputSchema`, and `title` and `annotations` where there are any. */
export function readDefinedLabels(text: string): DefinedLabel[] {
  return parseLines(text, (line) => {
    const { title, description, inputSchema, annotations } = line as Partial<Definition>;
    const label = toLabel(line);
    return {
      ...label,
      definition: {
        name: label.name,
        ...(title == null ? {} : { title }),
        ...(description == null ? {} : { description }),
        ...(inputSchema == null ? {} : { inputSchema }),
        ...(annotations == null ? {} : { annotations }),
      },
    };
  });
}

function parseLines<T>(text: string, read: (line: Line) => T): T[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [read(JSON.parse(line) as Line)];
    } catch (error) {
      throw new Error(
        `line ${index + 1}: ${error instanceof Error ? error.message : "unreadable"}`,
        {
          cause: error,
        },
      );
    }
  });
}

function toLabel(line: Line): Label {
  const category = oneOf(line["category"], categories, "category");
  const effect = oneOf(line["effect"], ["read", "write"] as const, "effect");
  if ((category === "Read") !== (effect === "read"))
    throw new Error(`category ${category} with effect ${effect}`);
  return {
    server: text(line["server"] ?? line["package"], "server"),
    name: text(line["name"] ?? line["tool"], "name"),
    category,
    effect,
    risk: oneOf(line["risk"], risks, "risk"),
    confidence: oneOf(line["confidence"], ["high", "medium", "low"] as const, "confidence"),
  };
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], field: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`unknown ${field}: ${String(value)}`);
  return found;
}

function text(value: unknown, field: string): string {
  if (typeof value !== "string" || value === "") throw new Error(`no ${field}`);
  return value;
}
