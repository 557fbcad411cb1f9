import { actions, type Action } from "../../model.ts";
import type { Covered, Emitted } from "./format.ts";

/** What a snippet does, in plain sentences that count its coverage; tool names stand in double quotes. */
export interface CoverageText {
  /** `Of its 200 tools, 120 run freely, 70 ask a person first and 10 are blocked.` */
  tools: string;
  /** What becomes of the other tools of the server; absent for a snippet that is about all of them. */
  others?: string;
  /** What becomes of tools that the server adds later. */
  later: string;
  /** Where something else happens than was recommended, by how; empty when all is as recommended. */
  differences: string[];
}

/** Tool names that a sentence spells out before it counts. */
const spelledOut = 5;

/** One subject, then many. */
const verbs: Record<Action, [one: string, many: string]> = {
  allow: ["runs freely", "run freely"],
  limit: ["runs up to a limit", "run up to a limit"],
  ask: ["asks a person first", "ask a person first"],
  deny: ["is blocked", "are blocked"],
};

const shoulds: Record<Action, string> = {
  allow: "run freely",
  limit: "be limited",
  ask: "ask a person first",
  deny: "be blocked",
};

/** The sentences for a snippet that was emitted with the same `only`. */
export function describeCoverage(emitted: Emitted, only?: string): CoverageText {
  const about = emitted.coverage.filter(({ tool }) => only === undefined || tool === only);
  const others = emitted.coverage.filter(({ tool }) => only !== undefined && tool !== only);
  return {
    tools: aboutSentence(about, only),
    ...(only !== undefined && { others: othersSentence(others) }),
    later: laterSentence(emitted),
    differences: differences(emitted.coverage),
  };
}

/** The same as pages and the command print it: what becomes of the tools, of the others, and of those that come later; a tool alone is said once. */
export function effectSentences(emitted: Emitted, only?: string): string[] {
  const { tools, others, later, differences } = describeCoverage(emitted, only);
  const own = only !== undefined && differences.length > 0 ? [] : [tools];
  return [...own, ...differences, others, later].filter((sentence) => sentence !== undefined);
}

/** What becomes of one tool, as the end of a sentence about it: `asks a person first`. */
export function outcome(got: Covered["got"]): string {
  return verb(got, 1);
}

function aboutSentence(about: Covered[], only: string | undefined): string {
  const [first] = about;
  if (first === undefined) return "The server has no tools that are known.";
  if (only !== undefined) return `${JSON.stringify(only)} ${verb(first.got, 1)}.`;
  if (about.length === 1)
    return `Its only tool, ${JSON.stringify(first.tool)}, ${verb(first.got, 1)}.`;
  const parts = [...actions, "unchanged" as const].flatMap((action) => {
    const count = about.filter(({ got }) => got === action).length;
    return count === 0 ? [] : [{ action, count }];
  });
  const [part] = parts;
  if (parts.length === 1 && part !== undefined) {
    return `All of its ${about.length} tools ${verb(part.action, about.length)}.`;
  }
  return `Of its ${about.length} tools, ${list(parts.map(({ action, count }) => `${count} ${verb(action, count)}`))}.`;
}

function othersSentence(others: Covered[]): string {
  const touched = others.filter(({ got }) => got !== "unchanged");
  const untouched = others.length - touched.length;
  if (others.length === 0) return "The server has no other tools.";
  if (touched.length === 0) {
    return untouched === 1
      ? "The other tool of the server stays as it is."
      : `The other ${untouched} tools of the server stay as they are.`;
  }
  const names = touched.slice(0, spelledOut).map(({ tool }) => JSON.stringify(tool));
  if (touched.length > spelledOut) names.push(`${touched.length - spelledOut} more`);
  const same = `The same rule also holds for ${list(names)}`;
  if (untouched === 0) return `${same}; the server has no other tools.`;
  return untouched === 1
    ? `${same}; the one other tool stays as it is.`
    : `${same}; the other ${untouched} tools stay as they are.`;
}

function laterSentence({ unknownTools, isEmpty }: Emitted): string {
  if (unknownTools === "unchanged" && isEmpty)
    return "Nothing changes for tools that the server adds later.";
  return unknownTools === "unchanged"
    ? "It says nothing about tools that the server adds later."
    : `Tools that the server adds later ${verb(unknownTools, 2)}.`;
}

function differences(coverage: Covered[]): string[] {
  return actions.flatMap((want) =>
    actions.flatMap((got) => {
      const unlike = coverage.filter((covered) => covered.want === want && covered.got === got);
      const [first] = unlike;
      if (first === undefined || want === got) return [];
      const which = unlike.length === 1 ? JSON.stringify(first.tool) : `${unlike.length} tools`;
      return [`${which} should ${shoulds[want]} and ${verb(got, unlike.length)} instead.`];
    }),
  );
}

function verb(got: Covered["got"], count: number): string {
  if (got === "unchanged") return count === 1 ? "stays as it is" : "stay as they are";
  return verbs[got][count === 1 ? 0 : 1];
}

function list(parts: string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
