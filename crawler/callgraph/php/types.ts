import type { Notes } from "../notes.ts";
import { fieldOf, type Scope, type Syntax } from "../tree.ts";
import { calleeIn, classIn, containedIn } from "./callee.ts";
import { variableOf } from "./expression.ts";

/** A class's name without namespace; empty for primitives. */
export function simpleType(node: Syntax | undefined, notes: Notes, depth = 0): string {
  if (node === undefined || depth > 20) return "";
  if (node.type === "name" || node.type === "qualified_name") {
    const written = notes.text(node);
    const name = written.replace(/^.*\\/, "");
    if (written.includes("\\") && !notes.imports.has(name))
      notes.imports.set(name, { module: written.replace(/^\\/, ""), name });
    return /^(?:self|static|parent)$/.test(name) ? "" : name;
  }
  for (const child of node.children) {
    const found = simpleType(child, notes, depth + 1);
    if (found !== "") return found;
  }
  return "";
}

/** The type of what is constructed or taken out of a container, of a variable, or of what a method of the class gives back. */
export function madeType(value: Syntax | undefined, scope: Scope, notes: Notes): string {
  switch (value?.type) {
    case "object_creation_expression":
      return simpleType(classIn(value), notes);
    case "function_call_expression":
      return simpleType(containedIn(value, notes), notes);
    case "variable_name":
      return notes.typeOf(scope, variableOf(value, notes)) ?? "";
    case "member_access_expression":
    case "member_call_expression": {
      const [root, member, ...more] = calleeIn(value, notes).split(".");
      const isOwn = root === "this" && member !== undefined && more.length === 0;
      const place = scope.owner === undefined ? {} : { owner: scope.owner };
      return (isOwn ? notes.typeOf(place, member) : undefined) ?? "";
    }
    case "scoped_call_expression":
      return /^(?:make|create|getInstance|instance|new|from\w*)$/.test(
        notes.text(fieldOf(value, "name")),
      )
        ? simpleType(fieldOf(value, "scope"), notes)
        : "";
    case "binary_expression":
    case "parenthesized_expression":
      return madeType(value.children[0], scope, notes);
    default:
      return "";
  }
}
