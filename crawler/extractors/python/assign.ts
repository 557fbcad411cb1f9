import { noteFunction, noteTools } from "./answers.ts";
import { attributeOf } from "./attribute.ts";
import { evaluate } from "./evaluate.ts";
import { itemsOf } from "./items.ts";
import { registerHandlerKey } from "./registrations.ts";
import type { Run } from "./run.ts";
import type { Expression } from "./syntax.ts";
import {
  choice,
  firstOf,
  isComposite,
  likeliest,
  textOf,
  unknown,
  type Scope,
  type Value,
} from "./values.ts";

/** Binds a target: a name, an attribute, an index, or several at once. */
export function assign(run: Run, target: Expression, value: Value, scope: Scope, line = 1): void {
  switch (target.kind) {
    case "name":
      ownerOf(scope, target.name).names.set(target.name, value);
      return;
    case "attribute": {
      const object = likeliest(evaluate(run, target.of, scope));
      if (!isComposite(object)) return;
      if (object.kind === "func") {
        // What is only put onto it under some condition does not replace what it has without.
        const further = object.depth !== undefined && run.when.length > object.depth;
        const had = attributeOf(run, object, target.name);
        const known = further && textOf(had) !== undefined;
        object.attributes.set(target.name, known ? choice([had, value]) : value);
      }
      if (object.kind === "instance" || object.kind === "made")
        object.attributes.set(target.name, value);
      if (object.kind === "class" || object.kind === "module")
        object.scope.names.set(target.name, value);
      if (object.kind === "external") run.patched.set(`${object.path}.${target.name}`, value);
      return;
    }
    case "index": {
      const object = likeliest(evaluate(run, target.of, scope));
      const key = likeliest(evaluate(run, target.index, scope));
      if (!isComposite(object)) return;
      if (object.kind === "dict") {
        object.entries.set(keyOf(key), value);
        if (key === "tools") noteTools(run, value);
        noteFunction(run, key, value, { path: scope.module.path, line });
      }
      if (object.kind === "member")
        registerHandlerKey(run, object, key, value, { path: scope.module.path, line });
      return;
    }
    case "star":
      assign(run, target.value, value, scope);
      return;
    case "list": {
      const options = isComposite(value) && value.kind === "choice" ? value.options : [value];
      const lists = options.filter((option) => option !== null).map(itemsOf);
      const missing = lists.some(({ open }) => open)
        ? "an item of a list that is not known"
        : "a missing item";
      for (const [index, part] of target.items.entries()) {
        const found = lists.map(({ items }) => firstOf(items[index], unknown(missing)));
        assign(run, part, found.length > 0 ? choice(found) : unknown(missing), scope);
      }
      return;
    }
    default:
      evaluate(run, target, scope);
  }
}

/** The key under which a dict holds a value: an Enum's member that is a text is that text. */
export function keyOf(key: Value): Value {
  return textOf(key) ?? key;
}

function ownerOf(scope: Scope, name: string): Scope {
  if (!scope.outer?.has(name)) return scope;
  for (let outer = scope.parent; outer; outer = outer.parent)
    if (outer.names.has(name)) return outer;
  return scope.module.scope;
}
