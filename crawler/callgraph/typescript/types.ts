import type { Node } from "oxc-parser";
import { bare, calleeIn, keyOf } from "./callee.ts";
import { isInternal } from "./internal.ts";
import { homeOf, type FileNotes, type Scope } from "./scope.ts";

const maxDepth = 20;

/** Types of which only what is in their brackets matters. */
const transparent =
  /^(?:Promise|PromiseLike|Awaited|Readonly|Partial|Required|NonNullable|Omit|Pick|InstanceType|ReturnType|DeepPartial|Ref|WeakRef)$/;

/** Names of static methods that make one of their class. */
const makers =
  /^(?:create|from|get|new|make|build|connect|init|open|load|instance|shared|default)/i;

/** The name of an annotated type, without type arguments, `null` and `Promise`; undefined when it has none. */
export function annotated(
  node: Node | null | undefined,
  file: FileNotes,
  depth = 0,
): string | undefined {
  if (node === null || node === undefined || depth > maxDepth) return undefined;
  const inner = (of: Node | null | undefined) => annotated(of, file, depth + 1);
  switch (node.type) {
    case "TSTypeAnnotation":
    case "TSParenthesizedType":
    case "TSTypeOperator":
      return inner(node.typeAnnotation);
    case "TSTypeReference": {
      const name = typeName(node.typeName, file);
      if (!transparent.test(name ?? "")) return name;
      return inner(node.typeArguments?.params[0]);
    }
    case "TSTypeQuery":
      return typeName(node.exprName, file);
    case "TSUnionType":
    case "TSIntersectionType":
      return node.types.map(inner).find((type) => type !== undefined);
    default:
      return undefined;
  }
}

/** The types of an object type's members: `{ client: Client }`. */
export function memberTypes(node: Node | null | undefined, file: FileNotes): Map<string, string> {
  const types = new Map<string, string>();
  const literal = node?.type === "TSTypeAnnotation" ? node.typeAnnotation : node;
  const members =
    literal?.type === "TSTypeLiteral"
      ? literal.members
      : literal?.type === "TSInterfaceBody"
        ? literal.body
        : [];
  for (const member of members) {
    if (member.type !== "TSPropertySignature") continue;
    const name = keyOf(member.key, member.computed);
    const type = annotated(member.typeAnnotation, file);
    if (name !== undefined && type !== undefined) types.set(name, type);
  }
  return types;
}

function typeName(node: Node, file: FileNotes): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type === "TSQualifiedName" && node.left.type === "Identifier")
    return member(node.left.name, node.right.name, file);
  return undefined;
}

/** A type of an imported module is called by its own name, as if that were imported. */
function member(root: string, name: string, { notes }: FileNotes): string {
  const module = notes.imports.get(root)?.module;
  if (module !== undefined && !notes.imports.has(name)) notes.imports.set(name, { module, name });
  return name;
}

/** The type of a value that is constructed, cast, held by a name with a known type, or given by a function: `createClient()`. */
export function constructed(
  node: Node | null | undefined,
  scope: Scope,
  file: FileNotes,
  depth = 0,
): string | undefined {
  if (node === null || node === undefined || depth > maxDepth) return undefined;
  const of = (part: Node) => constructed(part, scope, file, depth + 1);
  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
      return annotated(node.typeAnnotation, file) ?? of(node.expression);
    case "NewExpression":
      return className(calleeIn(node.callee), file);
    case "LogicalExpression":
      return of(node.left) ?? of(node.right);
    case "ConditionalExpression":
      return of(node.consequent) ?? of(node.alternate);
    case "AssignmentExpression":
      return of(node.right);
    case "Identifier":
      return homeOf(scope, node.name).types.get(node.name);
    case "MemberExpression": {
      const name = keyOf(node.property, node.computed);
      const object = bare(node.object);
      const owner =
        object.type === "ThisExpression"
          ? scope.owner
          : object.type === "Identifier"
            ? homeOf(scope, object.name).types.get(object.name)
            : undefined;
      return owner && file.fields.get(`${owner}.${name}`);
    }
    case "CallExpression": {
      const callee = calleeIn(node.callee);
      if (/^[\w$]+$/.test(callee)) return isInternal(callee) ? undefined : `${callee}()`;
      const [maker = "", ...path] = callee.split(".").toReversed();
      const owner = path.toReversed().join(".");
      if (owner === "this") return scope.owner && `${scope.owner}.${maker}()`;
      // `Client.create(…)`
      return makers.test(maker) && /(?:^|\.)\p{Lu}[\w$]*$/u.test(owner)
        ? className(owner, file)
        : undefined;
    }
    default: {
      const inner = bare(node);
      return inner === node ? undefined : of(inner);
    }
  }
}

function className(callee: string, file: FileNotes): string | undefined {
  const parts = callee.split(".");
  const last = parts.at(-1) ?? "";
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(last)) return undefined;
  return parts.length === 1 ? last : member(parts[0] ?? "", last, file);
}
