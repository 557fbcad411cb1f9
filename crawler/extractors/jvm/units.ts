import type { Declaration, Expression, Field, Lines, Method, Statement } from "./syntax.ts";

/** A piece of code that can be followed from its begin. */
export interface Unit {
  owner: Declaration;
  /** Absent for what runs when an object is made. */
  member?: Method | Field;
  /** What others call it. */
  name: string;
  /** Every name that stands in it. */
  uses: Set<string>;
  /** Calls and creations of these names, by line. */
  calls: { name: string; of: string; at: Lines }[];
}

/** What a call is listed as besides, in which a tool's schema gets its name: `put("inputSchema", …)`. */
export const schemaKey = "#inputSchema";

function isSchemaKey(value: Expression | undefined): boolean {
  return value?.kind === "constant" && value.value === "inputSchema";
}

/** What is called in a piece of code: the names of functions, and of what methods are called on. */
export function calledIn(statements: Statement[], owner: Declaration): Set<string> {
  const unit: Unit = { owner, name: "", uses: new Set(), calls: [] };
  collect(statements, unit);
  return new Set(unit.calls.flatMap(({ name, of }) => (of === "" ? [name] : [of])));
}

/** The pieces of code of a type and those inside of it. */
export function unitsOf(owner: Declaration): Unit[] {
  const units: Unit[] = [];
  const add = (name: string, statements: Statement[], member?: Method | Field) => {
    const unit: Unit = { owner, name, uses: new Set(), calls: [], ...(member ? { member } : {}) };
    collect(statements, unit);
    units.push(unit);
  };
  for (const method of owner.methods) add(method.name, method.body ?? [], method);
  for (const field of owner.fields)
    add(field.name, [...(field.getter ?? []), ...asStatements(field.value)], field);
  const made = [
    ...owner.constructors.flatMap((one) => one.body ?? []),
    ...owner.initializers.flat(),
    ...owner.superArgs.flatMap((arg) => asStatements(arg.value)),
  ];
  if (made.length > 0) add(owner.name, made);
  return [...units, ...owner.types.flatMap(unitsOf)];
}

function asStatements(value: Expression | undefined): Statement[] {
  return value === undefined ? [] : [{ kind: "expression", value }];
}

function collect(statements: Statement[], unit: Unit): void {
  const open: (Statement | Expression)[] = [...statements];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    switch (one.kind) {
      case "local":
      case "return":
      case "expression":
        if (one.value !== undefined) open.push(one.value);
        break;
      case "assign":
        open.push(one.target, one.value);
        break;
      case "loop":
        if (one.over !== undefined) open.push(one.over);
        open.push(...one.body);
        break;
      case "template":
        open.push(...one.parts);
        break;
      case "list":
        open.push(...one.items);
        break;
      case "name":
        unit.uses.add(one.name);
        break;
      case "member":
        unit.uses.add(one.name);
        open.push(one.of);
        break;
      case "call":
        if ([one.of, ...one.args.map((arg) => arg.value)].some(isSchemaKey))
          unit.calls.push({ name: schemaKey, of: "", at: one.at });
        unit.uses.add(one.name);
        unit.calls.push({
          name: one.name,
          of: one.of === undefined ? "" : lastName(one.of),
          at: one.at,
        });
        if (one.of !== undefined) open.push(one.of);
        open.push(...one.args.map((arg) => arg.value));
        break;
      case "new": {
        const name = one.type.name.slice(one.type.name.lastIndexOf(".") + 1);
        unit.uses.add(name);
        unit.calls.push({ name: `new ${one.type.name}`, of: "", at: one.at });
        open.push(...one.args.map((arg) => arg.value));
        for (const method of one.body?.methods ?? []) open.push(...(method.body ?? []));
        for (const field of one.body?.fields ?? []) open.push(...asStatements(field.value));
        break;
      }
      case "reference":
        unit.uses.add(one.name);
        if (one.of !== undefined) open.push(one.of);
        break;
      case "type":
        unit.uses.add(one.type.name);
        break;
      case "lambda":
      case "block":
        open.push(...one.body);
        break;
      case "binary":
        open.push(one.left, one.right);
        break;
      case "not":
        open.push(one.of);
        break;
      case "choice":
        open.push(one.test, ...one.yes, ...one.no);
        break;
      case "cases":
        open.push(...one.cases.flatMap((each) => each.body));
    }
  }
}

function lastName(expression: Expression): string {
  return expression.kind === "name" || expression.kind === "member" ? expression.name : "";
}
