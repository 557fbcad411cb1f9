import type { Call } from "../../model.ts";
import type { Code, Loaded } from "./code.ts";
import { fieldType, homeOf, importedBy, type NamedType } from "./members.ts";
import { ownerOf, startType, typeOf, type Scope } from "./resolve.ts";
import { isGiven } from "./values.ts";

type Origin = Pick<Call, "module" | "receiver">;

const maxParts = 6;
const maxBases = 5;

/** What the first name of a callee is: the module that it is imported from, and the type or the expression that it stands for. */
export async function originOf(code: Code, scope: Scope, callee: string): Promise<Origin> {
  const near = writtenOrigin(scope, callee);
  const parts = callee.split(".");
  const isKnown = near.module !== undefined && !isOwn(code, scope.file, near.module);
  if (isKnown) return near;
  return (await typedOrigin(code, scope, parts)) ?? (await heldOrigin(code, scope, parts)) ?? near;
}

/** What the file says by itself. */
function writtenOrigin(scope: Scope, callee: string): Origin {
  const { file, around: functions } = scope;
  const parts = callee.split(".");
  const isSelf = /^(?:this|self|cls)$/.test(parts[0] ?? "");
  const name = (isSelf ? parts[1] : parts[0])?.replace(/[()[\]?!].*$/, "") ?? "";
  const field = `${ownerOf(scope)}.${name}`;
  const type = typeOf(scope, name);
  const declared = type === undefined || isGiven(type) ? undefined : type;
  const fieldOf = file.types.get(field);
  const receiver =
    parts.length < (isSelf ? 3 : 2)
      ? undefined
      : isSelf
        ? ((fieldOf === undefined || isGiven(fieldOf) ? undefined : fieldOf) ??
          inner(file.texts.get(field)))
        : (declared ??
          inner(functions.map(({ texts }) => texts.get(name)).find((text) => text !== undefined)) ??
          inner(file.texts.get(name)) ??
          memberType(scope, name));
  const root = rootOf(receiver ?? name);
  const module =
    file.imports.get(isSelf && receiver === undefined ? "" : root)?.module ??
    (isSelf ? undefined : file.imports.get(name)?.module);
  return origin(module, receiver);
}

/** The type from outside that the names before the last lead to: `context.github.issues.create` -> `Octokit`. */
async function typedOrigin(
  code: Code,
  scope: Scope,
  parts: readonly string[],
): Promise<Origin | undefined> {
  const start = await startType(code, scope, parts);
  if (start === undefined) return undefined;
  let { type } = start;
  for (const part of [...parts.slice(start.names, -1).slice(0, maxParts), undefined]) {
    const module = importedBy(code, type.file, type.name.split("."))?.imported.module;
    if (module !== undefined && !isOwn(code, type.file, module)) return origin(module, type.name);
    const next = part === undefined ? undefined : await fieldType(code, type.file, type.name, part);
    if (next === undefined) return outsideBase(code, type);
    type = next;
  }
  return undefined;
}

/** The class from outside that an own one extends, where the own ones don't have what is asked for. */
async function outsideBase(code: Code, type: NamedType): Promise<Origin | undefined> {
  let at = type;
  for (let level = 0; level < maxBases; level += 1) {
    const home = await homeOf(code, at.file, at.name);
    const name = home?.bases.get(at.name)?.[0];
    if (home === undefined || name === undefined) return undefined;
    const module = home.imports.get(name)?.module;
    if (module !== undefined && !isOwn(code, home, module)) return origin(module, name);
    at = { file: home, name };
  }
  return undefined;
}

/** The expression that another file gave to the name that this one imports: `{axios.create(…)}`. */
async function heldOrigin(
  code: Code,
  { file }: Scope,
  [root = ""]: readonly string[],
): Promise<Origin | undefined> {
  const imported = file.imports.get(root);
  if (imported === undefined) return undefined;
  for (const path of file.language.resolve(file.path, imported.module, code.files).slice(0, 3)) {
    const target = await code.load(path);
    const name = target?.reexports?.get(imported.name)?.name ?? imported.name;
    const receiver = inner(target?.texts.get(name));
    if (target === undefined || receiver === undefined) continue;
    const module = target.imports.get(rootOf(receiver))?.module;
    if (module !== undefined && !isOwn(code, target, module)) return origin(module, receiver);
  }
  return undefined;
}

function isOwn(code: Code, { language, path }: Loaded, module: string): boolean {
  return language.resolve(path, module, code.files).length > 0;
}

function origin(module: string | undefined, receiver: string | undefined): Origin {
  return {
    ...(module === undefined ? {} : { module }),
    ...(receiver === undefined ? {} : { receiver }),
  };
}

/** The type of a field or of a method's result that is named without `this`. */
function memberType(scope: Scope, name: string): string | undefined {
  const { types, texts, language } = scope.file;
  if (language.hasImplicitSelf !== true) return undefined;
  const member = `${ownerOf(scope)}.${name}`;
  return types.get(member) ?? types.get(`${member}()`) ?? inner(texts.get(member));
}

const rootOf = (receiver: string): string =>
  /^(?:new )?(?<root>[\p{L}_$][\p{L}\p{N}_$]*)/u.exec(receiver)?.groups?.["root"] ?? "";

/** `{boto3.client(s3)}` -> `boto3.client(s3)`. */
const inner = (text: string | undefined): string | undefined =>
  text?.startsWith("{") && text.endsWith("}") && !text.includes("}{")
    ? text.slice(1, -1)
    : undefined;
