import type { Node } from "oxc-parser";

const maxLinks = 40;

/** The expression within parentheses, casts, `await`, `satisfies`, `!` and optional chains. */
export function bare<T extends Node>(node: T): Node {
  let at: Node = node;
  for (let turn = 0; turn < maxLinks; turn += 1) {
    switch (at.type) {
      case "ParenthesizedExpression":
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
      case "TSNonNullExpression":
      case "TSInstantiationExpression":
      case "ChainExpression":
        at = at.expression;
        break;
      case "AwaitExpression":
        at = at.argument;
        break;
      case "SequenceExpression": {
        // Compilers write `(0, boxes_1.remove)(id)`.
        const last = at.expressions.at(-1);
        if (last === undefined) return at;
        at = last;
        break;
      }
      default:
        return at;
    }
  }
  return at;
}

/** What is called, as written: `this.client.boxes.delete`, `getClient().issues.create`, `rows[].remove`. */
export function calleeIn(node: Node): string {
  const parts: string[] = [];
  let at = bare(node);
  for (let link = 0; link < maxLinks; link += 1) {
    if (at.type === "MemberExpression") {
      parts.push(memberPart(at));
      at = bare(at.object);
    } else if (at.type === "CallExpression") {
      const module = requiredModule(at);
      if (module !== undefined) return chain(moduleName(module), parts);
      parts.push("()");
      at = bare(at.callee);
    } else if (at.type === "NewExpression") {
      parts.push("()");
      at = bare(at.callee);
    } else if (at.type === "TaggedTemplateExpression") {
      parts.push("()");
      at = bare(at.tag);
    } else if (at.type === "LogicalExpression") at = bare(at.left);
    else if (at.type === "AssignmentExpression") at = bare(at.right);
    else return chain(rootOf(at), parts);
  }
  return chain("()", parts);
}

function chain(root: string, parts: readonly string[]): string {
  const whole = root + parts.toReversed().join("");
  return whole.replace(/^(?:module\.)?exports\.(?=.)/, "");
}

function memberPart(node: Node & { type: "MemberExpression" }): string {
  const name = keyOf(node.property, node.computed);
  return name === undefined ? "[]" : `.${name}`;
}

function rootOf(node: Node): string {
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "ThisExpression":
      return "this";
    case "Super":
      return "super";
    case "ImportExpression":
      return node.source.type === "Literal" && typeof node.source.value === "string"
        ? moduleName(node.source.value)
        : "import()";
    case "MetaProperty":
      return "import.meta";
    case "Literal":
      return typeof node.value === "string" ? "String" : "RegExp";
    case "TemplateLiteral":
      return "String";
    case "ArrayExpression":
      return "Array";
    default:
      return "()";
  }
}

/** The name of a property, method or member as it stands in the source; undefined when it is computed. */
export function keyOf(key: Node, computed: boolean): string | undefined {
  if (key.type === "PrivateIdentifier") return key.name;
  if (key.type === "Identifier") return computed ? undefined : key.name;
  if (key.type !== "Literal" || typeof key.value !== "string") return undefined;
  return computed && !/^[\w$]+$/.test(key.value) ? undefined : key.value;
}

/** The module that `require("…")` or `import("…")` loads. */
export function requiredModule(node: Node): string | undefined {
  if (node.type === "ImportExpression")
    return node.source.type === "Literal" && typeof node.source.value === "string"
      ? node.source.value
      : undefined;
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  if (!/^(?:__)?require$/.test(node.callee.name)) return undefined;
  const [first] = node.arguments;
  return first?.type === "Literal" && typeof first.value === "string" ? first.value : undefined;
}

/** The module at the beginning of what is called: `require("fs").rmSync`. */
export function loadedIn(node: Node): string | undefined {
  let at = bare(node);
  for (let link = 0; link < maxLinks; link += 1) {
    const module = requiredModule(at);
    if (module !== undefined) return module;
    if (at.type === "MemberExpression") at = bare(at.object);
    else if (at.type === "CallExpression") at = bare(at.callee);
    else return undefined;
  }
  return undefined;
}

/** The name by which a module is called where it is loaded in the midst of an expression: `node:child_process` -> `child_process`. */
export function moduleName(module: string): string {
  const last = module.replace(/^node:/, "").replace(/\.[cm]?[jt]sx?$/, "");
  return /[^/]*$/.exec(last)?.[0].replace(/[^\w$]/g, "_") ?? last;
}
