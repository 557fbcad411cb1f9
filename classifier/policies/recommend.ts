import type { Classification, Facet, Limit, Recommendation } from "../../model.ts";

type Label = Pick<Classification, "category" | "risk" | "facets">;
/** What a recommendation is made from. */
export type Judged = Label & Pick<Classification, "confidence"> & { hygiene: readonly unknown[] };

/** Below this confidence a label is a guess, and nothing runs on a guess without a person. */
export const leastConfidence = 0.6;

/** What a person should see before it happens, whatever else the tool does. */
const watched: [facet: Facet, because: string][] = [
  ["money", "It can spend or commit money"],
  ["permissions", "It changes who may do what"],
  ["infrastructure", "It changes infrastructure"],
  ["physical", "It acts on a physical device"],
  ["secrets", "It handles secrets"],
];

/** Watched too, unless the risk is low: the agent's own scratch, or undone with one call. */
const watchedAboveLow: typeof watched = [
  ["public", "What it does can be seen by the public"],
  ["irreversible", "What it does may not be possible to undo"],
];

/**
 * Calls that a working agent stays under and a runaway loop does not; the slowest that fits comes first.
 * Writing to people is held to a person's pace, and a call that touches many records counts for many calls.
 */
const paces: [fits: (tool: Label) => boolean, limit: Limit, because: string][] = [
  [
    (tool) => tool.category !== "Read" && tool.facets.includes("bulk"),
    { max: 10, window: "hour" },
    "One call can change many things",
  ],
  [
    (tool) =>
      tool.category !== "Read" &&
      (tool.facets.includes("reach-people") || tool.facets.includes("public")),
    { max: 20, window: "hour" },
    "It reaches people",
  ],
  [
    (tool) => tool.category === "Execute",
    { max: 10, window: "minute" },
    "It runs or steers something",
  ],
  [
    (tool) => tool.category === "Write" && tool.facets.includes("egress"),
    { max: 10, window: "minute" },
    "It can send data out",
  ],
  [
    (tool) =>
      tool.category === "Read" &&
      (tool.facets.includes("bulk") || tool.facets.includes("arbitrary-query")),
    { max: 10, window: "minute" },
    "One call can return much sensitive data",
  ],
  [
    (tool) => tool.category === "Read",
    { max: 30, window: "minute" },
    "What it reads can be sensitive",
  ],
  [() => true, { max: 30, window: "minute" }, "It creates or changes things"],
];

/**
 * What to do about a tool, by its label alone: total and deterministic. A higher risk, one more facet or less confidence
 * never loosens it, nor does what was found in its definition.
 * Critical Destructive is denied: what goes may not come back, and agents are seldom connected for it.
 * Critical Financial and Execute ask: the deed is the tool's purpose, and the call shows a person what is paid or run;
 * an enforcer that cannot ask denies them. Money in bulk is denied, since one yes would stand for many payments.
 */
export function recommend(tool: Judged): Recommendation {
  return (
    denial(tool) ??
    question(tool) ??
    suspicion(tool) ??
    unknown(tool) ??
    pace(tool) ??
    permission(tool)
  );
}

function denial({ category, risk, facets }: Label): Recommendation | undefined {
  if (risk !== "critical") return undefined;
  if (category === "Destructive") {
    return deny("It removes something that may not come back");
  }
  if (category === "Financial" && facets.includes("bulk")) {
    return deny("One call can move money many times over");
  }
  return undefined;
}

function question(tool: Label): Recommendation | undefined {
  const { category, risk, facets } = tool;
  if (category === "Destructive") return ask("It removes or ends something");
  if (category === "Financial") return ask("It moves or commits money");
  if (category === "Read") {
    if (facets.includes("secrets")) return ask("It can return secrets");
    return isHigh(tool) ? ask("What it reads is highly sensitive") : undefined;
  }
  const reasons = risk === "low" ? watched : [...watched, ...watchedAboveLow];
  const because = reasons.find(([facet]) => facets.includes(facet))?.[1];
  if (because !== undefined) return ask(because);
  if (!isHigh(tool)) return undefined;
  return ask(
    category === "Execute"
      ? "What it runs or stops depends on the call"
      : "What it changes is of high risk",
  );
}

/** A definition that tries to steer the model is no ground to let its tool run unseen, however harmless the label. */
function suspicion({ hygiene }: Judged): Recommendation | undefined {
  return hygiene.length > 0 ? ask("Its definition holds what could steer the model") : undefined;
}

function unknown({ confidence }: Judged): Recommendation | undefined {
  return confidence < leastConfidence ? ask("Too little is known of it") : undefined;
}

/** The pace that fits a tool; undefined where it needs none. */
export function pace(tool: Label): Recommendation | undefined {
  const row = paces.find(([fits]) => fits(tool));
  const harmless = tool.risk === "low" && (tool.category === "Read" || row === paces.at(-1));
  if (row === undefined || harmless) return undefined;
  const [, limit, because] = row;
  return {
    action: "limit",
    limit: { ...limit },
    reason: `${because}, so a loop is stopped after ${limit.max} calls in ${article(limit)}.`,
  };
}

function permission({ category }: Label): Recommendation {
  const reason =
    category === "Read"
      ? "It only reads, and its risk is low."
      : "What it changes is the agent's own or easily undone.";
  return { action: "allow", reason };
}

function deny(because: string): Recommendation {
  return { action: "deny", reason: `${because}, so it is blocked until someone opens it.` };
}

function ask(because: string): Recommendation {
  return { action: "ask", reason: `${because}, so a person should see each call before it runs.` };
}

function isHigh({ risk }: Label): boolean {
  return risk === "high" || risk === "critical";
}

function article({ window }: Limit): string {
  return window === "hour" ? "an hour" : `a ${window}`;
}
