import type { Node } from "web-tree-sitter";
import { evaluate } from "./evaluate.ts";
import { sameValue } from "./operators.ts";
import type { Run } from "./run.ts";
import {
  type Scope,
  type Value,
  fieldsOf,
  isDict,
  isStruct,
  isUnknown,
  unknown,
} from "./values.ts";

/** Gives names to the parts of a value. */
export function bindPattern(pattern: Node, value: Value, scope: Scope): void {
  switch (pattern.type) {
    case "identifier":
    case "shorthand_field_identifier":
      scope.names.set(pattern.text, value);
      return;
    case "mut_pattern":
    case "ref_pattern":
    case "reference_pattern":
    case "match_pattern": {
      const inner = pattern.namedChildren.find(({ type }) => type !== "mutable_specifier");
      if (inner !== undefined) bindPattern(inner, value, scope);
      return;
    }
    case "tuple_pattern":
    case "slice_pattern": {
      for (const [index, part] of partsOf(pattern).entries())
        bindPattern(
          part,
          (Array.isArray(value) ? value[index] : undefined) ?? unknown(part.text),
          scope,
        );
      return;
    }
    case "tuple_struct_pattern": {
      const type = pattern.childForFieldName("type");
      const parts = partsOf(pattern).filter((child) => child.id !== type?.id);
      const isTransparent =
        /^(?:Some|Ok|Parameters|Json|(?:\w+::)*Value::\w+)$/.test(type?.text ?? "") &&
        parts.length === 1;
      for (const [index, part] of parts.entries())
        bindPattern(
          part,
          isTransparent ? value : (fieldsOf(value)?.get(String(index)) ?? unknown(part.text)),
          scope,
        );
      return;
    }
    case "struct_pattern":
      for (const field of pattern.namedChildren) {
        const name = field.childForFieldName("name")?.text;
        const inner = field.childForFieldName("pattern");
        if (field.type !== "field_pattern" || name === undefined) continue;
        const part = fieldsOf(value)?.get(name) ?? unknown(name);
        if (inner === null) scope.names.set(name, part);
        else bindPattern(inner, part, scope);
      }
      return;
    case "captured_pattern": {
      const [name] = pattern.namedChildren;
      if (name !== undefined) scope.names.set(name.text, value);
      return;
    }
    default:
  }
}

/** What stands between commas, `_` too, which is no named node. */
export function partsOf(pattern: Node): Node[] {
  return pattern.children.filter((child) =>
    child.isNamed ? !child.type.endsWith("comment") : child.type === "_",
  );
}

function jsonKind(value: Value): string | undefined {
  if (typeof value === "string") return "String";
  if (typeof value === "number") return "Number";
  if (typeof value === "boolean") return "Bool";
  if (Array.isArray(value)) return "Array";
  return isDict(value) ? "Object" : undefined;
}

/** Whether a value has the form of a pattern; undefined when that is not known. */
export function matches(pattern: Node, value: Value, scope: Scope, run: Run): boolean | undefined {
  if (pattern.type === "_" || pattern.text === "_") return true;
  switch (pattern.type) {
    case "match_pattern":
    case "reference_pattern":
    case "mut_pattern": {
      const inner = pattern.namedChildren.find(({ type }) => type !== "mutable_specifier");
      return inner === undefined ? undefined : matches(inner, value, scope, run);
    }
    case "or_pattern": {
      const parts = pattern.namedChildren.map((part) => matches(part, value, scope, run));
      if (parts.includes(true)) return true;
      return parts.includes(undefined) ? undefined : false;
    }
    case "identifier":
      if (pattern.text === "None") return isUnknown(value) ? undefined : value === null;
      if (!/^[A-Z]/.test(pattern.text)) return true;
      return sameValue(evaluate(pattern, scope, run), value);
    case "string_literal":
    case "raw_string_literal":
    case "integer_literal":
    case "boolean_literal":
    case "char_literal":
    case "scoped_identifier":
      return sameValue(evaluate(pattern, scope, run), value);
    case "tuple_struct_pattern": {
      const type = pattern.childForFieldName("type")?.text ?? "";
      if (isUnknown(value)) return undefined;
      if (type === "Some" || type === "Ok") return value !== null;
      if (type === "Err") return false;
      const json = /(?:^|::)Value::(?<kind>\w+)$/.exec(type)?.groups?.["kind"];
      if (json !== undefined) return jsonKind(value) === json;
      return isStruct(value) ? value.name === type.slice(type.lastIndexOf(":") + 1) : undefined;
    }
    case "tuple_pattern": {
      const items = Array.isArray(value) ? value : [];
      const parts = partsOf(pattern).map((part, index) =>
        matches(part, items[index] ?? unknown(""), scope, run),
      );
      if (parts.includes(false)) return false;
      return parts.every((part) => part === true) ? true : undefined;
    }
    default:
      return undefined;
  }
}
