import type { Code, Loaded } from "./code.ts";
import { homeOf } from "./members.ts";
import { isLocal, ownerOf, type Scope } from "./resolve.ts";

const maxBases = 5;
const hole = /\{([\p{L}_$][\p{L}\p{N}_$.]*)\}/gu;
const self = /^(?:this|self|static|cls)\./;

/** Looks up the constants of other files that the holes of a text name, so that filling the text finds them. */
export async function learnConstants(code: Code, scope: Scope, text: string): Promise<void> {
  if (!text.includes("{")) return;
  const { file } = scope;
  const owner = ownerOf(scope);
  for (const [, name = ""] of text.matchAll(hole)) {
    const key = constantKey(owner, name);
    if (file.constants.has(key) || isLocal(scope, name.split(".", 1)[0] ?? "")) continue;
    file.constants.set(key, undefined);
    file.constants.set(key, await constantOf(code, file, owner, name));
  }
}

/** Under which a file's `constants` have what a name means to the methods of a class. */
export const constantKey = (owner: string | undefined, name: string): string =>
  `${owner ?? ""}\0${name}`;

async function constantOf(
  code: Code,
  file: Loaded,
  owner: string | undefined,
  name: string,
): Promise<string | undefined> {
  const own = self.test(name) ? name.replace(self, "") : name;
  const parts = own.split(".");
  const [root = ""] = parts;
  if (parts.length === 1 && owner !== undefined) {
    const text = await inherited(code, file, owner, own);
    if (text !== undefined || own !== name) return text;
  }
  const imported = file.imports.get(root);
  if (imported === undefined) {
    const [type = "", constant = ""] = parts.slice(-2);
    if (parts.length < 2 || !/^\p{Lu}/u.test(type)) return undefined;
    return inherited(code, file, type, constant);
  }
  const isWhole = imported.name === "*" || imported.name === "default";
  const wanted = [isWhole ? parts.slice(1) : [imported.name, ...parts.slice(1)]].flat().join(".");
  const paths = file.language
    .resolve(file.path, imported.module, code.files)
    .filter((path) => code.files.get(path)?.includes(parts.at(-1) ?? ""));
  for (const path of paths.slice(0, 3)) {
    const target = await code.load(path);
    const text = target?.texts.get(wanted) ?? target?.texts.get(parts.slice(-2).join("."));
    if (text !== undefined) return constantIn(target!, text);
  }
  return undefined;
}

/** A class's constant, or that of one of its bases. */
async function inherited(
  code: Code,
  file: Loaded,
  type: string,
  name: string,
  depth = 0,
): Promise<string | undefined> {
  const home = (await homeOf(code, file, type)) ?? file;
  const text = home.texts.get(`${type}.${name}`);
  if (text !== undefined) return constantIn(home, text);
  if (depth >= maxBases) return undefined;
  for (const base of (home.bases.get(type) ?? []).slice(0, 3)) {
    const found = await inherited(code, home, base, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A text of another file: names in it mean something there only. */
function constantIn(file: Loaded, text: string): string | undefined {
  const filled = text.replace(hole, (whole, name: string) => file.texts.get(name) ?? whole);
  return /^\{[^{}]*\}$/.test(filled) ? undefined : filled;
}
