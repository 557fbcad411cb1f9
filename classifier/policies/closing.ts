import { actions, type Action } from "../../model.ts";
import type { Covered, PolicyFormat, PolicyRequest, PolicyTool } from "./format.ts";
import { plan, type Naming, type Plan } from "./plan.ts";

/** Words that no list of names takes for a pattern, a separator or the end of a rule. */
export const isPlain = (name: string): boolean => /^[\w./@-]+$/.test(name);

/** How an enforcer that asks about whatever no rule names sees names. */
export interface ClosingNames extends Pick<Naming, "nameOf" | "canHold"> {
  /** What a tool gets that no rule can name; absent where it asks. */
  unnamed?: Naming["unnamed"];
  /** Whether any rule can name a server that is called so; absent where all can. */
  isServerName?(alias: string): boolean;
}

export interface ClosingPlan extends Plan {
  /** The snippet blocks the whole server: one of the tools must not get what it gets without a rule, and no rule can name it. */
  isClosed: boolean;
}

/** A plan for an enforcer that asks about what no rule names: what must not run and has no name closes the whole server, and where the server has none either, the notes say so first. */
export function planClosing(
  request: PolicyRequest,
  format: Pick<PolicyFormat, "title" | "abilities">,
  { nameOf, canHold, unnamed = "ask", isServerName = () => true }: ClosingNames,
): ClosingPlan {
  const { alias, only, tools } = request;
  const isNamed = isServerName(alias);
  const planned = plan(request, format, {
    nameOf: (server, tool) => (isNamed ? nameOf(server, tool) : undefined),
    unnamed,
    ...(canHold && { canHold }),
  });
  const { title } = format;
  const lost = tools.find(
    (tool) => isStricter(tool, unnamed) && nameOf(alias, tool.name) === undefined,
  );
  if (!isNamed) {
    const rename = `No rule of ${title} can name a server called so, and so none is written: give it a name of letters, digits, \`-\`, \`_\` and \`.\`.`;
    return {
      ...planned,
      notes: [...(alias === "" ? [] : [rename]), ...planned.notes],
      isClosed: false,
    };
  }
  if (only !== undefined || lost === undefined) return { ...planned, isClosed: false };
  const why = `${title} cannot name ${JSON.stringify(lost.name)}, which should ${lost.recommendation.action === "deny" ? "be blocked" : "not run freely"}, so the whole server is blocked.`;
  return {
    rules: [],
    coverage: tools.map(({ name: tool, recommendation: { action: want } }): Covered => ({
      tool,
      want,
      got: "deny",
      ...(want !== "deny" && { note: why }),
    })),
    notes: [why],
    isClosed: true,
  };
}

/** A rule about arguments is at least a question. */
function isStricter({ recommendation, constraints }: PolicyTool, than: Action): boolean {
  const wanted: Action[] = [
    recommendation.action,
    ...(constraints === undefined ? [] : ["ask" as const]),
  ];
  return wanted.some((action) => actions.indexOf(action) > actions.indexOf(than));
}
