import type { Notes } from "../notes.ts";
import { fieldOf, type Scope, type Syntax } from "../tree.ts";
import { calleeIn } from "./callee.ts";

/** Types that stand for what they hold. */
const holders = new Set(
  `Arc Rc Box Mutex RwLock RefCell Cell Option Result Pin Cow State Extension Data Json Parameters OnceCell OnceLock Lazy LazyLock
  MutexGuard RwLockReadGuard RwLockWriteGuard Ref RefMut ArcSwap`.split(/\s+/),
);

/** The name of a type, without references, smart pointers, locks and type arguments. */
export function typeName(node: Syntax | undefined, scope: Scope, notes: Notes): string | undefined {
  let at = node;
  for (let depth = 0; at !== undefined && depth < 30; depth += 1) {
    switch (at.type) {
      case "type_identifier":
      case "identifier":
      case "scoped_type_identifier": {
        const name = calleeIn(at, notes);
        return name === "self" ? scope.owner : name;
      }
      case "generic_type": {
        const name = calleeIn(fieldOf(at, "type"), notes);
        if (!holders.has(name.slice(name.lastIndexOf(".") + 1))) return name;
        at = fieldOf(at, "type_arguments")?.children.find(({ type }) => type !== "lifetime");
        break;
      }
      case "reference_type":
      case "pointer_type":
        at = fieldOf(at, "type");
        break;
      case "dynamic_type":
      case "abstract_type":
        at = fieldOf(at, "trait");
        break;
      case "bounded_type":
        at = at.children[0];
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}

/** Functions of a type that make one. */
const makers =
  /^(?:new|default|builder|open|connect|create|build|load|init|instance|global|from(?:_\w+)?|try_(?:new|from|default)|with_\w+|new_\w+)$/;
/** Methods that give back what they are called on, or what it holds or makes. */
const passers =
  /^(?:unwrap(?:_or\w*)?|expect|clone|build|await|context|with_context|map_err|ok|lock|read|write|as_ref|as_mut|borrow|borrow_mut|to_owned|into_inner|get_or_init|with_\w+)$/;

/** The type of a value that is made in place, or that a name with a known type holds. */
export function constructed(
  node: Syntax | undefined,
  scope: Scope,
  notes: Notes,
): string | undefined {
  let at = node;
  for (let depth = 0; at !== undefined && depth < 60; depth += 1) {
    switch (at.type) {
      case "identifier":
        return notes.typeOf(scope, notes.text(at));
      case "struct_expression":
        return typeName(fieldOf(at, "name"), scope, notes);
      case "call_expression": {
        const fn = fieldOf(at, "function");
        if (fn?.type === "field_expression") {
          if (!passers.test(notes.text(fieldOf(fn, "field")))) return undefined;
          at = fieldOf(fn, "value");
          break;
        }
        const callee = calleeIn(fn, notes);
        const [name = "", ...rest] = callee.split(".").toReversed();
        const owner = rest.toReversed().join(".");
        const last = rest[0] ?? "";
        if (last === "self") return makers.test(name) ? scope.owner : undefined;
        if (!makers.test(name) || !/^\p{Lu}/u.test(last)) return undefined;
        if (!holders.has(last)) return owner;
        at = fieldOf(at, "arguments")?.children[0];
        break;
      }
      case "field_expression": {
        const isSelf = notes.text(fieldOf(at, "value")) === "self";
        const own: Scope = scope.owner === undefined ? {} : { owner: scope.owner };
        return isSelf ? notes.typeOf(own, notes.text(fieldOf(at, "field"))) : undefined;
      }
      case "await_expression":
      case "try_expression":
      case "parenthesized_expression":
        at = at.children[0];
        break;
      case "reference_expression":
        at = fieldOf(at, "value");
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}
