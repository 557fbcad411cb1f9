import type { Node } from "web-tree-sitter";
import type { Place } from "../../../model.ts";
import { placeOf } from "../syntax/grammar.ts";

const answering = /^(?:Invoke|Execute|Call|Handle|Run)(?:Tool|Command|Request)?(?:Async)?$/;

/** The method that a class of a tool answers calls with; undefined when it has none of the usual names. */
export function handlerIn(type: Node, path: string): Place | undefined {
  const method = type
    .childForFieldName("body")
    ?.namedChildren.find((member) => answering.test(member.childForFieldName("name")?.text ?? ""));
  return method === undefined ? undefined : placeOf(path, method);
}
