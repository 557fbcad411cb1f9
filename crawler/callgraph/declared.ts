import type { Argument, Parameter } from "./language.ts";
import type { Notes } from "./notes.ts";
import type { Scope, Syntax } from "./tree.ts";

/** An annotation or attribute on a declaration. */
export interface Mark {
  /** As written, without package: `DeleteMapping`. */
  name: string;
  node: Syntax;
  arguments: Argument[];
}

const carriesCall =
  /^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|HTTP|RequestLine|Http(?:Get|Post|Put|Delete|Patch|Head)|(?:Get|Post|Put|Delete|Patch|Request)Mapping|(?:Get|Post|Put|Delete|Patch|Http)Exchange|Get|Post|Put|Delete|Patch|Head|Query|NativeQuery|Select|Insert|Update|Sql(?:Query|Update|Batch|Call))$/;
const pathOnly = /^(?:Path|RequestMapping|HttpExchange|FeignClient|Client|BasePath)$/;

/** The path that an annotation on a class puts before those of its methods; empty without one. */
export function prefixOf(marks: readonly Mark[]): string {
  const found = marks.find(({ name }) => pathOnly.test(name));
  const path = found?.arguments.find(({ name }) => name === undefined || isPath(name));
  return path !== undefined && /^[/{]|^https?:/.test(path.text) ? path.text : "";
}

/**
 * A method without a body whose annotation says what a call of it sends (`@DELETE("/boxes/{id}")`, `@Update("DELETE …")`): a function
 * that holds one call, of a callee named as the annotation.
 */
export function noteDeclared(
  notes: Notes,
  method: { node: Syntax; name: string; parameters: Parameter[] },
  scope: Scope,
  marks: readonly Mark[],
  prefix: string,
): void {
  const mark = marks.find(({ name }) => carriesCall.test(name));
  if (mark === undefined) return;
  notes.function(method.node, method.name, scope, method.parameters, scope.owner);
  const own = mark.arguments.find(({ name }) => name === undefined || isPath(name));
  const beside = marks.find(({ name }) => name === "Path")?.arguments[0];
  const path = joinPath(prefix, (own ?? beside)?.text ?? "");
  const others = mark.arguments.filter((argument) => argument !== own);
  notes.call(mark.node, mark.name, [
    ...(path === "" ? [] : [{ index: 0, text: path }]),
    ...others.map((argument) => ({ ...argument, index: 1 })),
  ]);
}

const isPath = (name: string): boolean => /^(?:value|path|url|uri)$/.test(name);

function joinPath(prefix: string, path: string): string {
  if (prefix === "" || path === "") return prefix + path;
  // SQL, or `DELETE /boxes`, is no path that another could stand before.
  if (/^\S*\s/.test(path)) return path;
  return `${prefix.replace(/\/$/, "")}/${path.replace(/^\//, "")}`;
}
