import type { Program } from "./program.ts";
import type { Declaration, Field, Method, SourceFile, TypeRef } from "./syntax.ts";

/** Where a name stands. */
export interface Scope {
  file: SourceFile;
  owner?: Declaration;
}

const maxSupers = 200;

/** The declaration that a dotted name means there; undefined when it isn't in the snapshot. */
export function findType(program: Program, name: string, scope: Scope): Declaration | undefined {
  const [first = "", ...rest] = name.split(".");
  let found = findSimple(program, first, scope);
  if (found === undefined && /^[a-z]/.test(first)) return findQualified(program, name, scope);
  for (const part of rest) found = found && nested(program, found, part);
  return found;
}

function findSimple(program: Program, name: string, scope: Scope): Declaration | undefined {
  for (let owner = scope.owner; owner !== undefined; owner = owner.outer) {
    if (owner.name === name && owner.kind !== "file") return owner;
    const inner = nested(program, owner, name);
    if (inner !== undefined) return inner;
  }
  const own = scope.file.types.find((type) => type.name === name);
  if (own !== undefined) return own;
  const imported = scope.file.imports.find((one) => one.as === name);
  if (imported !== undefined) return findQualified(program, imported.path, scope);
  const candidates = nearest(program.named(name), scope);
  return (
    candidates.find((type) => type.file.package === scope.file.package) ??
    candidates.find((type) =>
      scope.file.imports.some((one) => one.as === undefined && one.path === type.file.package),
    ) ??
    wildcardNested(program, name, scope)
  );
}

/** Modules of one repository can repeat each other's names: what lies nearer comes first. */
function nearest(candidates: Declaration[], { file }: Scope): Declaration[] {
  if (candidates.length < 2) return candidates;
  const common = ({ file: { path } }: Declaration) => {
    let length = 0;
    while (length < path.length && path[length] === file.path[length]) length += 1;
    return length;
  };
  return candidates.toSorted((a, b) => common(b) - common(a));
}

/** `import a.b.Outer.*` */
function wildcardNested(program: Program, name: string, scope: Scope): Declaration | undefined {
  for (const one of scope.file.imports) {
    if (one.as !== undefined || !/(?:^|\.)[A-Z]\w*$/.test(one.path)) continue;
    const inner = findQualified(program, one.path, scope)?.types.find((type) => type.name === name);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function findQualified(program: Program, path: string, scope: Scope): Declaration | undefined {
  const parts = path.split(".");
  for (let length = parts.length - 1; length >= 0; length--) {
    const packageName = parts.slice(0, length).join(".");
    let found = nearest(program.named(parts[length] ?? ""), scope).find(
      (type) => type.file.package === packageName,
    );
    for (const part of parts.slice(length + 1))
      found = found?.types.find((type) => type.name === part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function nested(program: Program, owner: Declaration, name: string): Declaration | undefined {
  const own = owner.types.find((type) => type.name === name);
  if (own !== undefined) return own;
  for (const parent of owner.supers) {
    if (parent.name === name) continue;
    for (const one of ancestors(program, owner)) {
      const inner = one.types.find((type) => type.name === name);
      if (inner !== undefined) return inner;
    }
    break;
  }
  return undefined;
}

const ancestorsOf = new WeakMap<Declaration, Declaration[]>();

/** The types that one extends or implements, nearest first, without itself, as far as they are in the snapshot. */
export function ancestors(program: Program, declaration: Declaration): Declaration[] {
  const known = ancestorsOf.get(declaration);
  if (known !== undefined) return known;
  // What is asked for while it is being found finds nothing: a class can name itself in its header.
  ancestorsOf.set(declaration, []);
  const found = new Set<Declaration>();
  const open = [declaration];
  for (let one = open.shift(); one !== undefined; one = open.shift()) {
    const scope: Scope = { file: one.file, ...(one.outer ? { owner: one.outer } : {}) };
    for (const parent of one.supers) {
      const type = findType(program, parent.name, scope);
      if (type === undefined || type === declaration || found.has(type)) continue;
      if (found.size >= maxSupers) break;
      found.add(type);
      open.push(type);
    }
  }
  const list = [...found];
  ancestorsOf.set(declaration, list);
  return list;
}

/**
 * What a name that isn't in the snapshot could be called in full: `Tool` -> `io.modelcontextprotocol.spec.McpSchema.Tool`;
 * several when wildcards leave it open, the name itself last.
 */
export function qualify(name: string, scope: Scope): string[] {
  const [first = "", ...rest] = name.split(".");
  const imported = scope.file.imports.find((one) => one.as === first);
  if (imported !== undefined) return [[imported.path, ...rest].join(".")];
  const wild = scope.file.imports.filter((one) => one.as === undefined);
  return [...wild.map((one) => `${one.path}.${name}`), name];
}

/** Whether a type as written is, or may by its imports be, one whose full name matches. */
export function isNamed(ref: TypeRef | string, scope: Scope, pattern: RegExp): boolean {
  const name = typeof ref === "string" ? ref : ref.name;
  return qualify(name, scope).some((full) => pattern.test(full));
}

/** A field by name, in the type or those that it extends. */
export function findField(
  program: Program,
  owner: Declaration,
  name: string,
): { field: Field; owner: Declaration } | undefined {
  for (const one of [owner, ...ancestors(program, owner)]) {
    const field = one.fields.find((candidate) => candidate.name === name);
    if (field !== undefined) return { field, owner: one };
  }
  return undefined;
}

/** The methods of a name, in the type and those that it extends, nearest first. */
export function findMethods(program: Program, owner: Declaration, name: string): Method[] {
  return [owner, ...ancestors(program, owner)].flatMap((one) =>
    one.methods.filter((method) => method.name === name && method.receiver === undefined),
  );
}
