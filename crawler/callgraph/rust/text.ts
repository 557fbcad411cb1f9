import { clip, holeOf, type Notes } from "../notes.ts";
import { childOf, fieldOf, type Syntax } from "../tree.ts";
import { calleeIn } from "./callee.ts";
import { splitArguments } from "./tokens.ts";

/** Functions that give back what they are given. */
const wrappers =
  /^(?:String\.from|Some|Ok|Path\.new|PathBuf\.from|Cow\.(?:Borrowed|Owned|from)|Url\.parse|sea_orm\.Statement\.from_string|sqlx\.AssertSqlSafe|Arc\.new|Box\.new|OsString\.from|Value\.String|json)$/;
/** Methods of texts that leave what matters of them. */
const finishers =
  /^(?:to_string|to_owned|into|as_str|as_ref|to_lowercase|to_uppercase|trim|as_bytes|into_bytes|clone|to_vec|unwrap|expect)$/;

/** The text of an expression as far as it is constant, with each other part as its expression in braces. */
export function textOf(node: Syntax | undefined, notes: Notes): string {
  return notes.fold(node, (one) => clip(constantOf(one, notes) ?? written(notes.text(one))));
}

/** An expression in braces, with `.` for `::` and without `&`, `await` and quotation marks. */
export function written(expression: string): string {
  return holeOf(
    expression
      .replace(/^(?:&\s*(?:mut\b)?\s*)+/, "")
      .replaceAll("::", ".")
      .replace(/\.await\b|\?|"/g, ""),
  );
}

/** The text of an argument that is only known as written: a literal, or an expression in braces. */
export function textOfSource(source: string): string {
  const literal =
    /^&?(?:[bc]?r(?<fence>#{0,4})"(?<raw>[\s\S]*)"\k<fence>|"(?<text>(?:[^"\\]|\\[\s\S])*)"(?:\.(?:to_string|into|to_owned)\(\))?)$/.exec(
      source,
    )?.groups;
  if (literal !== undefined) return clip(literal["raw"] ?? unescape(literal["text"] ?? ""));
  return /^-?\d[\d_.]*$|^(?:true|false|None)$/.test(source) ? source : written(source);
}

function constantOf(node: Syntax, notes: Notes): string | undefined {
  switch (node.type) {
    case "string_literal":
      return unescape(notes.text(node, 1000).replace(/^[bc]?"|"$/g, ""));
    case "raw_string_literal":
      return notes.text(childOf(node, "string_content"), 1000);
    case "char_literal":
      return notes.text(node).slice(1, -1);
    case "integer_literal":
    case "float_literal":
    case "boolean_literal":
      return notes.text(node);
    case "reference_expression":
      return textOf(fieldOf(node, "value"), notes);
    case "parenthesized_expression":
    case "try_expression":
    case "await_expression":
      return textOf(node.children[0], notes);
    case "array_expression":
      return joined(node.children, " ", notes);
    case "binary_expression":
      return notes.text(fieldOf(node, "operator")) === "+" && isText(node)
        ? joined([fieldOf(node, "left"), fieldOf(node, "right")], "", notes)
        : undefined;
    case "macro_invocation":
      return macroOf(node, notes);
    case "call_expression":
      return callOf(node, notes);
    case "struct_expression":
      return `{${(fieldOf(node, "body")?.children ?? [])
        .slice(0, 30)
        .map((one) => `${notes.text(nameOf(one))}: ${textOf(fieldOf(one, "value") ?? one, notes)}`)
        .join(", ")}}`;
    default:
      return undefined;
  }
}

/** The name of a field that an expression of a struct gives. */
export const nameOf = (item: Syntax): Syntax =>
  fieldOf(item, "field") ?? fieldOf(item, "name") ?? item;

function joined(nodes: readonly (Syntax | undefined)[], separator: string, notes: Notes): string {
  let text = "";
  for (const [index, node] of nodes.entries()) {
    if (text.length > 1000) break;
    text += (index === 0 ? "" : separator) + textOf(node, notes);
  }
  return text;
}

function isText(node: Syntax | undefined, depth = 0): boolean {
  if (node === undefined || depth > 20) return false;
  if (/string_literal$|^macro_invocation$/.test(node.type)) return true;
  return /^(?:binary|reference|call|field)_expression$/.test(node.type)
    ? node.children.some((child) => isText(child, depth + 1))
    : false;
}

function callOf(node: Syntax, notes: Notes): string | undefined {
  const fn = fieldOf(node, "function");
  const [first] = fieldOf(node, "arguments")?.children ?? [];
  const receiver = fn?.type === "field_expression" ? fieldOf(fn, "value") : undefined;
  if (receiver !== undefined) {
    const method = notes.text(fieldOf(fn, "field"));
    if (method === "join" && first !== undefined && !/[\s,]/.test(textOf(first, notes)))
      return `${textOf(receiver, notes)}/${textOf(first, notes)}`;
    return finishers.test(method) ? textOf(receiver, notes) : undefined;
  }
  return first !== undefined && wrappers.test(calleeIn(fn, notes))
    ? textOf(first, notes)
    : undefined;
}

/** What stands between the brackets of a macro. */
export function insideOf(node: Syntax, notes: Notes): string {
  return notes.text(childOf(node, "token_tree"), 20_000).replace(/^[([{]|[)\]}]$/g, "");
}

function macroOf(node: Syntax, notes: Notes): string | undefined {
  const name = calleeIn(fieldOf(node, "macro"), notes);
  const inside = insideOf(node, notes);
  switch (name.slice(name.lastIndexOf(".") + 1)) {
    case "format": {
      const [template = "", ...values] = splitArguments(inside);
      return formatted(textOfSource(template), values);
    }
    case "concat":
      return splitArguments(inside).map(textOfSource).join("");
    case "vec":
      return splitArguments(inside).map(textOfSource).join(" ");
    case "json":
      return inside.slice(0, 400).replace(/\s+/g, " ").replaceAll('"', "");
    case "env":
    case "include_str":
      return undefined;
    default:
      return undefined;
  }
}

/** https://doc.rust-lang.org/std/fmt/ */
function formatted(template: string, values: readonly string[]): string {
  const named = new Map<string, string>();
  for (const value of values) {
    const { name, of } = /^(?<name>\w+)\s*=(?!=)\s*(?<of>[\s\S]+)$/.exec(value)?.groups ?? {};
    if (name !== undefined && of !== undefined) named.set(name, of);
  }
  let next = 0;
  return template.replace(
    /\{\{|\}\}|\{(?<key>\w*)(?::[^{}]*)?\}/g,
    (whole, ...match: unknown[]) => {
      if (whole === "{{" || whole === "}}") return whole[0] ?? "";
      const { key = "" } = match.at(-1) as { key?: string };
      const index = key === "" ? next : /^\d+$/.test(key) ? Number(key) : undefined;
      if (key === "") next += 1;
      const value = index === undefined ? named.get(key) : values[index];
      return value === undefined ? `{${key}}` : textOfSource(value);
    },
  );
}

function unescape(text: string): string {
  return text
    .replace(/\\\r?\n\s*/g, "")
    .replace(/\\([nrt"'\\])/g, (_, of: string) =>
      of === "n" ? "\n" : of === "t" ? "\t" : of === "r" ? "\r" : of,
    );
}
