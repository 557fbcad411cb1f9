import type { Node } from "web-tree-sitter";
import { callFunction } from "./call.ts";
import { type Item, typeName } from "./items.ts";
import { wrappers } from "./known-types.ts";
import type { Run } from "./run.ts";
import { type TypeAt, bindGenerics, readTypePath } from "./types.ts";
import { type Struct, type Value, isStruct, isUnknown } from "./values.ts";

/** A value of a type of which nothing is known yet: its fields come from the type's constructors when they are asked for. */
export function blank(name: string, from: string, run: Run): Struct {
  const [item] = run.project.find(["struct"], name, from);
  return { kind: "struct", name, fields: new Map(), ...(item === undefined ? {} : { item }) };
}

/** A field that a struct's value lacks: as a constructor of the type sets it, else a blank of the field's declared type. */
export function instanceOf(value: Struct, field: string, run: Run): Value | undefined {
  if (value.fields.size === 0 || value.item !== undefined) {
    const made = constructed(value.name, value.item?.path ?? "", run)?.fields.get(field);
    if (made !== undefined && !isUnknown(made)) return made;
  }
  const body = value.item?.node.childForFieldName("body");
  const declared = body?.namedChildren.find(
    (child) => child.childForFieldName("name")?.text === field,
  );
  const type = declared?.childForFieldName("type");
  if (value.item === undefined || type === null || type === undefined) return undefined;
  const { path, node } = value.item;
  const name = innermost({ node: type, path, generics: bindGenerics(node, path, []) });
  if (name === undefined) return undefined;
  const found = blank(name, path, run);
  return found.item === undefined ? undefined : found;
}

/** `Arc<Mutex<Option<Store>>>` -> `Store`. */
function innermost(type: TypeAt): string | undefined {
  let current = type;
  for (let steps = 0; steps < 12; steps += 1) {
    if (current.node.type === "reference_type") {
      const inner = current.node.childForFieldName("type");
      if (inner === null) return undefined;
      current = { ...current, node: inner };
      continue;
    }
    const path = readTypePath(current);
    const [inner] = path?.args ?? [];
    if (path === undefined) return undefined;
    if (
      inner === undefined ||
      !(
        wrappers.has(path.name) ||
        /^(?:Option|OnceCell|OnceLock|Lazy|LazyLock|ArcSwap)$/.test(path.name)
      )
    )
      return path.name;
    current = inner;
  }
  return undefined;
}

/** A value of this type as the program makes it; undefined when no constructor could be followed. */
export function constructed(name: string, from: string, run: Run): Struct | undefined {
  const seen = run.instances.get(name);
  if (seen !== undefined) return seen;
  const key = `new ${name}`;
  if (run.constants.has(key)) {
    const known = run.constants.get(key);
    return isStruct(known) ? known : undefined;
  }
  run.constants.set(key, undefined);
  const own = run.project
    .filesNaming(name)
    .flatMap((file) => run.project.items(file))
    .filter(
      (item) =>
        item.kind === "fn" &&
        item.owner?.type === name &&
        makes(item.node, name) &&
        !takesSelf(item),
    )
    .toSorted((a, b) => rank(a.name) - rank(b.name));
  const makers = own.length > 0 ? own : makersElsewhere(name, run);
  const conditions = run.conditions.splice(0);
  for (const maker of makers.slice(0, 8)) {
    const value = callFunction(maker, [], run);
    if (!isStruct(value) || value.name !== name) continue;
    run.constants.set(key, value);
    break;
  }
  run.conditions.push(...conditions);
  const made = run.constants.get(key);
  if (run.steps < 0) run.constants.delete(key);
  return isStruct(made) ? made : undefined;
}

/** Functions of other types that return one: `async fn start(self) -> Result<Running, Error>`. */
function makersElsewhere(name: string, run: Run): Item[] {
  const returned = new RegExp(`->[^{;]{0,100}\\b${name}\\b`);
  return run.project.paths
    .filter((path) => returned.test(run.project.text(path) ?? ""))
    .flatMap((path) => run.project.items(path))
    .filter(
      ({ kind, node }) => kind === "fn" && makes(node, name) && node.text.includes(`${name} {`),
    );
}

function makes(node: Node, name: string): boolean {
  const returns = node.childForFieldName("return_type");
  if (returns === null) return false;
  return (
    /\bSelf\b/.test(returns.text) || typeName(returns) === name || returns.text.includes(`<${name}`)
  );
}

function takesSelf({ node }: Item): boolean {
  const parameters = node.childForFieldName("parameters")?.namedChildren ?? [];
  return parameters.some(({ type }) => type === "self_parameter");
}

function rank(name: string): number {
  const order = ["new", "try_new", "default", "build", "create"];
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}
