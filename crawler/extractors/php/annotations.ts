import type { Annotations } from "../../../model.ts";
import type { Value } from "../syntax/value.ts";

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

/** The hints and the title of a folded `ToolAnnotations` or of an array of them; undefined when there are none. */
export function toAnnotations(value: Value): Annotations | undefined {
  if (!(value instanceof Map)) return undefined;
  const annotations: Annotations = {};
  const title = value.get("title");
  if (typeof title === "string") annotations.title = title;
  for (const hint of hints) {
    const given = value.get(hint);
    if (typeof given === "boolean") annotations[hint] = given;
  }
  return Object.keys(annotations).length > 0 ? annotations : undefined;
}
