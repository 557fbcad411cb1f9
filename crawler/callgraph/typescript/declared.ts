import type { Node } from "oxc-parser";
import { calleeIn, keyOf } from "./callee.ts";
import { declare, type FileNotes, type Scope } from "./scope.ts";
import { textOf } from "./text.ts";
import { annotated, memberTypes } from "./types.ts";

const maxMembers = 500;

/** The members of an enumeration, as constants: `Method.POST`. */
export function visitEnum(
  { id, body }: Node & { type: "TSEnumDeclaration" },
  scope: Scope,
  file: FileNotes,
): void {
  for (const { id: key, initializer } of body.members.slice(0, maxMembers)) {
    const name = keyOf(key, false);
    if (name === undefined || initializer === null) continue;
    declare(file, scope, `${id.name}.${name}`, { text: textOf(initializer, file.notes) });
  }
}

/** The types of an object type's members, and what it extends. */
export function visitTypes(
  node: Node & { type: "TSInterfaceDeclaration" | "TSTypeAliasDeclaration" },
  file: FileNotes,
): void {
  const owner = node.id.name;
  const isInterface = node.type === "TSInterfaceDeclaration";
  for (const [name, type] of memberTypes(isInterface ? node.body : node.typeAnnotation, file)) {
    file.notes.field(owner, name, undefined, type);
    file.fields.set(`${owner}.${name}`, type);
  }
  if (isInterface) {
    const names = node.extends.map(({ expression }) => calleeIn(expression));
    if (names.length > 0) file.notes.base(owner, names);
  } else {
    const type = annotated(node.typeAnnotation, file);
    if (type !== undefined) file.notes.base(owner, [type]);
  }
}
