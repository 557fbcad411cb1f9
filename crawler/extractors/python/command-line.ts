import type { Arguments } from "./call.ts";
import {
  choice,
  isComposite,
  likeliest,
  textOf,
  unknown,
  type Func,
  type Made,
  type Value,
} from "./values.ts";

const parser = /^argparse\.(?:ArgumentParser|_ArgumentGroup)$/;
const option = /^(?:click|asyncclick|rich_click)\.(?:option|argument)$/;
const parameter = /^(?:typer|click|cyclopts)\.(?:Option|Argument|Parameter)$/;

/** A method of an `ArgumentParser`: what it is told of the command line, and what it makes of it; undefined for other values and names. */
export function parserMethod(made: Made, name: string, given: Arguments): Value | undefined {
  if (!parser.test(made.path)) return undefined;
  if (name === "add_argument_group" || name === "add_mutually_exclusive_group") return made;
  if (name === "add_argument") {
    const stated = nameOf(given);
    if (stated !== undefined) made.attributes.set(stated, set(defaultOf(given)));
    return null;
  }
  if (name !== "parse_args" && name !== "parse_known_args") return undefined;
  const namespace: Made = { ...made, path: "argparse.Namespace", keywords: made.attributes };
  return name === "parse_args"
    ? namespace
    : {
        kind: "list",
        type: "tuple",
        items: [namespace, { kind: "list", type: "list", items: [], open: true }],
      };
}

/** Notes on a function what `@click.option(…)` gives it when nothing is set. */
export function noteOption(decorator: Made, target: Value): void {
  if (!option.test(decorator.path) || !isComposite(target) || target.kind !== "func") return;
  const name = nameOf(decorator);
  if (name !== undefined) target.attributes.set(key(name), set(defaultOf(decorator)));
}

/** What a parameter holds when a command is started without it; undefined when it is no option. */
export function optionDefault(
  func: Func,
  name: string,
  value: Value | undefined,
): Value | undefined {
  const noted = func.attributes.get(key(name));
  if (noted !== undefined) return noted;
  const made = value === undefined ? undefined : likeliest(value);
  if (!isComposite(made) || made.kind !== "made" || !parameter.test(made.path)) return undefined;
  const stated = made.keywords.get("default") ?? made.positional[0];
  return set(stated === undefined ? unknown("an option") : stated);
}

/** Whoever starts the program may set it to something else. */
function set(value: Value): Value {
  return choice([value, unknown("an option of the command line")]);
}

function defaultOf({ keywords }: Pick<Arguments, "keywords">): Value {
  const stated = keywords.get("default");
  if (stated !== undefined) return stated;
  return keywords.get("action") === "store_true" || keywords.get("is_flag") === true
    ? false
    : keywords.get("action") === "store_false"
      ? true
      : null;
}

/** `--read-only` -> `read_only`; the first long flag, else the first name. */
function nameOf({
  positional,
  keywords,
}: Pick<Arguments, "positional" | "keywords">): string | undefined {
  const stated = textOf(keywords.get("dest"));
  if (stated !== undefined) return stated;
  const names = positional.flatMap((value) => textOf(value) ?? []);
  const plain = names.find((name) => !name.startsWith("-"));
  const found = plain ?? names.find((name) => name.startsWith("--")) ?? names[0];
  return found?.split("/", 1)[0]?.replace(/^-+/, "").replaceAll("-", "_");
}

const key = (name: string): string => `option ${name}`;
