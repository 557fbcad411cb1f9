import type { Scope } from "./resolve.ts";
import type { Run } from "./run.ts";
import type { Annotation } from "./syntax.ts";
import { trimMargin } from "./text.ts";
import { isKind, textOf, type Value } from "./values.ts";

/** The value of an annotation's element as written; a single unnamed value is `value`. Undefined when it isn't given. */
export function annotationValue(
  run: Run,
  annotation: Annotation,
  element: string,
  scope: Scope,
): Value | undefined {
  const given =
    annotation.args.find((arg) => arg.name === element) ??
    (element === "value" ? annotation.args.find((arg) => arg.name === undefined) : undefined);
  return given && run.evaluate(given.value, { variables: new Map(), scope, receivers: [] });
}

/** The text of an annotation's element, lines of a list joined; undefined when it isn't given or known. */
export function annotationText(
  run: Run,
  annotation: Annotation,
  element: string,
  scope: Scope,
): string | undefined {
  const value = annotationValue(run, annotation, element, scope);
  if (value === null) return undefined;
  if (!isKind(value, "list")) {
    const text = textOf(value);
    // A margin is there to be cut off by the framework, since no call can stand in an annotation.
    return text !== undefined && /^\s*\n\s*\|/.test(text) ? trimMargin(text, "|") : text;
  }
  const texts = value.items.map(textOf);
  return texts.includes(undefined) ? undefined : texts.join("\n");
}

const conditional =
  /(?:^|\.)(?:Conditional\w*|Profile|IfBuild\w*|UnlessBuild\w*|LookupIf\w*|LookupUnless\w*|Requires|EnabledIf\w*|DisabledIf\w*)$/;

/** The annotations that say under what condition a class or method is there. */
export function conditionsOf(annotations: Annotation[]): string[] {
  return annotations.filter((one) => conditional.test(one.name)).map((one) => one.text);
}
