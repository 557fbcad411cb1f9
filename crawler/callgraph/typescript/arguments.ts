import type { Node } from "oxc-parser";
import type { Argument } from "../language.ts";
import type { Notes } from "../notes.ts";
import { bare, keyOf } from "./callee.ts";
import { homeOf, type Property, type Scope } from "./scope.ts";
import { textOf } from "./text.ts";

const maxArguments = 40;
const maxProperties = 60;

/** The arguments of a call, each followed by the properties of the object that it is, or that its name was assigned. */
export function argumentsOf(nodes: readonly Node[], scope: Scope, notes: Notes): Argument[] {
  return nodes.slice(0, maxArguments).flatMap((node, index): Argument[] => {
    if (node.type === "SpreadElement")
      return [{ index, text: `{...${textOf(node.argument, notes).replace(/^\{|\}$/g, "")}}` }];
    const inner = bare(node);
    const of = inner.type === "CallExpression" ? (passedOn(inner) ?? inner) : inner;
    const properties = propertiesOf(of, scope, notes).map((each) => ({ index, ...each }));
    return [{ index, text: textOf(inner, notes) }, ...properties];
  });
}

/** What a call that only rewrites an object is given: `JSON.stringify({ query })`. */
function passedOn(node: Node & { type: "CallExpression" }): Node | undefined {
  const { callee } = node;
  const isRewrite =
    callee.type === "MemberExpression" &&
    callee.object.type === "Identifier" &&
    /^(?:JSON|Object)$/.test(callee.object.name) &&
    /^(?:stringify|freeze)$/.test(keyOf(callee.property, callee.computed) ?? "");
  return isRewrite ? node.arguments[0] : undefined;
}

/** The properties of an object literal, or of the one that a name was assigned; what a spread name stands for is named `...`. */
export function propertiesOf(node: Node, scope: Scope, notes: Notes): Property[] {
  const inner = bare(node);
  if (inner.type === "Identifier") return homeOf(scope, inner.name).objects.get(inner.name) ?? [];
  if (inner.type !== "ObjectExpression") return [];
  const found = new Map<string, string>();
  for (const each of inner.properties.slice(0, maxProperties)) {
    if (each.type === "SpreadElement") {
      const spread = bare(each.argument);
      const known = propertiesOf(spread, scope, notes);
      for (const { name, text } of known) found.set(name, text);
      if (known.length === 0) found.set("...", textOf(spread, notes));
      continue;
    }
    const name = keyOf(each.key, each.computed);
    if (name === undefined) continue;
    found.set(name, each.method ? "{function}" : textOf(each.value, notes));
  }
  return [...found].map(([name, text]) => ({ name, text }));
}
