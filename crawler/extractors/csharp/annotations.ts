import type { Annotations } from "../../../model.ts";
import type { Value } from "../syntax/value.ts";

const hints = [
  ["ReadOnly", "readOnlyHint"],
  ["Destructive", "destructiveHint"],
  ["Idempotent", "idempotentHint"],
  ["OpenWorld", "openWorldHint"],
] as const;

/** Title and hints of `[McpServerTool(…)]`, `McpServerToolCreateOptions` or `ToolAnnotations`, as the SDK serves them. */
export function annotationsFrom(given: Map<string, Value>): {
  title?: string;
  annotations?: Annotations;
} {
  const title = given.get("Title") ?? given.get("title");
  const annotations: Annotations = typeof title === "string" ? { title } : {};
  for (const [name, hint] of hints) {
    const value = given.get(name) ?? given.get(`${name}Hint`) ?? given.get(hint);
    if (typeof value === "boolean") annotations[hint] = value;
  }
  return {
    ...(typeof title === "string" ? { title } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}
