import type { Deed } from "./reach.ts";

/** Code that is evaluated in the server itself. */
export default {
  id: "evaluation",
  read({ call, last, isNew, before, texts }) {
    const [code = ""] = texts;
    // A constant that is evaluated is the author's own.
    const isGiven = code.includes("{");
    if (!isGiven) return undefined;
    const isEvaluated =
      (isNew && last === "Function") ||
      (before.length === 0 && /^(?:eval|instance_eval|class_eval|execScript)$/.test(last)) ||
      (before.length === 0 &&
        last === "exec" &&
        call.module === undefined &&
        !/\.(?:[cm]?[jt]sx?|go|rs|java|kt|cs|php|rb)$/.test(call.at.path) &&
        /code|source|script|compile|snippet/i.test(code)) ||
      /^runIn(?:NewContext|ThisContext|Context)$/.test(last) ||
      (last === "eval" &&
        before.some((name) => /engine|interpreter|runtime|vm|context|js|lua|python/.test(name)));
    return isEvaluated
      ? {
          category: "Execute",
          shows: "evaluates code that it is given",
          facets: ["arbitrary-code"],
        }
      : undefined;
  },
} satisfies Deed;
