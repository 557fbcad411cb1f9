import { write, type Run } from "./run.ts";
import { isComposite, pointed, unknown, type Struct } from "./values.ts";
import { typeOf } from "./type-of.ts";

/** Makes a struct one that may hold anything in its plain fields; functions and what else was put there stay. */
export function openFields(run: Run, struct: Struct, depth = 0): void {
  if (depth > 4) return;
  struct.open = true;
  for (const [name, value] of struct.fields) {
    const of = pointed(value);
    if (!isComposite(of))
      write(run, struct.fields, name, unknown(`the field ${name}`, typeOf(run, of)));
    else if (of.kind === "slice") write(run, struct.fields, name, { ...of, open: true });
    else if (of.kind === "map") of.open = true;
    else if (of.kind === "struct") openFields(run, of, depth + 1);
  }
}
