import type { Annotations, JsonSchema, Tool, Unresolved } from "../../../model.ts";
import type { Registered } from "../extractor.ts";
import { annotationText, annotationValue, conditionsOf } from "./annotations.ts";
import { type Framework, frameworks, injected, injectedBy } from "./frameworks.ts";
import { ancestors, findType, isNamed, type Scope } from "./resolve.ts";
import type { Run } from "./run.ts";
import { describedBy, isRequired, schemaOf } from "./schema.ts";
import type { Annotation, Declaration, Method, Parameter } from "./syntax.ts";

/** A method that an annotation makes a tool, with how its framework serves it. */
export interface Annotated {
  method: Method;
  owner: Declaration;
  annotation: Annotation;
  framework: Framework;
}

const mark = /@(?:[\w.]+\.)?\w*Tool\w*/;

/** Every method of these files that an annotation of an MCP framework, known or of its own, makes a tool. */
export function findAnnotated(run: Run, paths: string[], own: Set<string>): Annotated[] {
  const found: Annotated[] = [];
  for (const path of paths) {
    const text = run.program.text(path);
    if (!mark.test(text) && ![...own].some((name) => text.includes(`@${name}`))) continue;
    const types = [...(run.program.file(path)?.types ?? [])];
    const { top } = run.program.file(path) ?? {};
    if (top !== undefined) types.push({ ...top, types: [] });
    for (let owner = types.shift(); owner !== undefined; owner = types.shift()) {
      types.push(...owner.types);
      const scope: Scope = { file: owner.file, owner };
      for (const method of owner.methods)
        for (const annotation of method.annotations) {
          const framework = frameworkOf(run, annotation, scope, own);
          if (framework !== undefined) found.push({ method, owner, annotation, framework });
        }
    }
  }
  return found;
}

function frameworkOf(
  run: Run,
  annotation: Annotation,
  scope: Scope,
  own: Set<string>,
): Framework | undefined {
  const declared = findType(run.program, annotation.name, scope);
  if (declared !== undefined)
    return own.has(declared.name) ? { tool: /./, served: "always", blank: "name" } : undefined;
  return frameworks.find((one) => isNamed(annotation.name, scope, one.tool));
}

/** Annotation types of the snapshot that code next to the MCP library looks for on methods. */
export function ownAnnotations(run: Run): Set<string> {
  const { program } = run;
  const own = new Set<string>();
  for (const path of program.paths)
    for (const match of program
      .text(path)
      .matchAll(/(?:@interface|\bannotation\s+class)\s+(?<name>\w+)/g)) {
      const name = match.groups?.["name"] ?? "";
      const declared = program.file(path)?.types.find((type) => type.name === name);
      if (declared === undefined) continue;
      const elements = [...declared.fields, ...(declared.components ?? [])];
      if (!elements.some((one) => /^(?:description|value)$/.test(one.name))) continue;
      if (/\bPARAMETER\b|VALUE_PARAMETER/.test(program.text(path)) && !name.endsWith("Tool"))
        continue;
      const readers = program
        .mentioning(name)
        .filter((file) => new RegExp(`\\b${name}(?:\\.class|::class)`).test(program.text(file)));
      if (
        readers.some((file) =>
          /\bMcpSchema\b|\bmodelcontextprotocol\b|\btools\/list\b/.test(program.text(file)),
        )
      )
        own.add(name);
    }
  return own;
}

/** The tool that an annotated method is. */
export function readAnnotated(run: Run, one: Annotated): Registered<Tool> | Registered<Unresolved> {
  const { method, owner, annotation, framework } = one;
  const scope: Scope = { file: owner.file, owner };
  const { path } = owner.file;
  const at = { path, line: method.at.line };
  const named = framework.name === undefined ? ["name"] : [framework.name, "value"];
  const told = framework.name === undefined ? ["description", "value"] : [];
  const valueIn = (elements: string[]) =>
    elements
      .map((element) => annotationValue(run, annotation, element, scope))
      .find((value) => value !== undefined);
  const textIn = (elements: string[]) =>
    elements
      .map((element) => annotationText(run, annotation, element, scope))
      .find((text) => text !== undefined);
  const given = valueIn(named);
  const name = textIn(named);
  if (given !== undefined && name === undefined)
    return {
      at,
      reason: `The name in @${annotation.name} on ${method.name} could not be followed.`,
      registeredIn: path,
    };
  const title = annotationText(run, annotation, "title", scope);
  const annotations = hintsOf(run, annotation, method, scope);
  const text =
    textIn(told) ??
    describedBy(
      run,
      method.annotations.filter((other) => other !== annotation),
      scope,
    );
  if (text === undefined && valueIn(told) !== undefined)
    run.undescribed.push({ at, name: name || method.name, registeredIn: path });
  const description = text || blankDescription(framework, name || method.name);
  const when = [
    ...[owner, ...ancestors(run.program, owner)]
      .slice(0, 1)
      .flatMap((type) => conditionsOf(type.annotations)),
    ...conditionsOf(method.annotations),
  ];
  return {
    name: name || method.name,
    ...(title ? { title } : {}),
    ...(description === undefined ? {} : { description }),
    inputSchema: inputOf(run, method, scope),
    ...(annotations === undefined ? {} : { annotations }),
    at,
    handler: { path, line: method.at.line, endLine: method.at.endLine },
    method: "read",
    ...(when.length === 0 ? {} : { when: [...new Set(when)].join(" and ") }),
    registeredIn: path,
  };
}

/** Spring AI makes words of the method's name: `getWeather` -> `get weather`. */
function blankDescription(framework: Framework, name: string): string | undefined {
  if (framework.blank === "name") return name;
  if (framework.blank !== "words") return undefined;
  return name
    .split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .map((word) => word.toLowerCase())
    .join(" ");
}

/** The input schema of a method's parameters, without those that a framework fills in. */
export function inputOf(run: Run, method: Method, scope: Scope): JsonSchema {
  const properties = new Map<string, JsonSchema>();
  const required: string[] = [];
  for (const parameter of method.parameters) {
    if (isInjected(parameter, scope)) continue;
    const name = nameOf(run, parameter, scope);
    const description = describedBy(run, parameter.annotations, scope);
    const fallback = fallbackOf(run, parameter, scope);
    properties.set(name, {
      ...schemaOf(run, parameter.type, scope),
      ...(description === undefined ? {} : { description }),
      ...(fallback === undefined ? {} : { default: fallback }),
    });
    if (isParameterRequired(run, parameter, scope) && !required.includes(name)) required.push(name);
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  };
}

function isInjected(parameter: Parameter, scope: Scope): boolean {
  const type = parameter.type;
  return (
    parameter.annotations.some((one) => injectedBy.test(one.name)) ||
    (isNamed(type, scope, injected) &&
      // With a wildcard import any name could be of that package.
      scope.file.imports.some(
        (one) => one.as === type.name.split(".")[0] || isKnownContext(type.name),
      ))
  );
}

function isKnownContext(name: string): boolean {
  return /^(?:ToolContext|Mcp\w*(?:Exchange|Context|Log|Connection|Meta)|McpMeta|CallToolRequest|Progress|Cancellation|Elicitation|Sampling|Roots|RequestId|RequestUri|RawMessage|Meta)$/.test(
    name,
  );
}

const naming =
  /(?:^|\.)(?:ToolArg|Param|McpArg|McpToolParam|McpParam|ToolParam|Named|Name|Mcp\.Name|Parameter|Arg|\w*Param)$/;

function nameOf(run: Run, parameter: Parameter, scope: Scope): string {
  for (const one of parameter.annotations) {
    if (!naming.test(one.name)) continue;
    const name = annotationText(run, one, "name", scope);
    if (name !== undefined && /^[\w.$-]+$/.test(name)) return name;
    if (/Name$|Named$/.test(one.name)) {
      const value = annotationText(run, one, "value", scope);
      if (value !== undefined && value !== "") return value;
    }
  }
  return parameter.name;
}

function fallbackOf(run: Run, parameter: Parameter, scope: Scope): unknown {
  for (const one of parameter.annotations) {
    const text = annotationText(run, one, "defaultValue", scope);
    if (text === undefined || text === "") continue;
    if (
      /^(?:int|Integer|Int|long|Long|double|Double|float|Float)$/.test(parameter.type.name) &&
      !Number.isNaN(Number(text))
    )
      return Number(text);
    if (/^[bB]oolean$/.test(parameter.type.name)) return text === "true";
    return text;
  }
  return undefined;
}

function isParameterRequired(run: Run, parameter: Parameter, scope: Scope): boolean {
  if (/(?:^|\.)Optional\w*$/.test(parameter.type.name)) return false;
  return (
    isRequired(run, parameter.annotations, scope) ??
    (!parameter.type.nullable && parameter.default === undefined)
  );
}

const hintNames = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;
/** What an annotation of hints stands for where it says nothing: the defaults of the protocol, which each framework repeats. */
const usual = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};

/** The hints in `annotations = @X(…)`, in the tool's annotation itself, or in another one on the method. */
function hintsOf(
  run: Run,
  annotation: Annotation,
  method: Method,
  scope: Scope,
): Annotations | undefined {
  const nested = annotation.args.find((arg) => arg.name === "annotations")?.value;
  const inner =
    nested?.kind === "annotation"
      ? nested.annotation
      : nested?.kind === "call"
        ? { name: nested.name, args: nested.args, text: "" }
        : undefined;
  const others = method.annotations.filter((one) => one !== annotation);
  const source =
    inner ??
    [annotation, ...others].find((one) =>
      one.args.some((arg) =>
        hintNames.some((hint) => arg.name?.startsWith(hint.replace("Hint", ""))),
      ),
    );
  if (source === undefined) return undefined;
  const hints: Annotations = inner === undefined ? {} : { ...usual };
  for (const hint of hintNames)
    for (const element of [hint, hint.replace("Hint", "")]) {
      const value = annotationValue(run, source, element, scope);
      if (typeof value === "boolean") hints[hint] = value;
    }
  const title = inner === undefined ? undefined : annotationText(run, inner, "title", scope);
  return title ? { title, ...hints } : hints;
}
