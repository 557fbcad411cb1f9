import { classify } from "../../classifier/classify.ts";
import type { Subject } from "../../classifier/classify.ts";
import { findHygiene } from "../../classifier/hygiene/scan.ts";
import { readPackages } from "../packages.ts";
import type { Ratio } from "./ratio.ts";

/**
 * Labelling definitions, and looking for what they hide, against the bare parse of the JSON lines that they come in: all from
 * memory, in turns, by the processor time of all threads in their best rounds, which a busy machine disturbs least.
 * The rate of the rules alone is what is left of labelling without its look for what is hidden, timed by itself.
 */
export async function benchClassification(): Promise<Ratio> {
  const lines = (await readPackages("servers")).flatMap(({ package: server, tools }) =>
    tools.map(({ name, title, description, inputSchema, annotations }) =>
      JSON.stringify({ server, name, title, description, inputSchema, annotations }),
    ),
  );
  const subjects = lines.map((line) => JSON.parse(line) as Subject);
  const best = { label: Infinity, look: Infinity, parse: Infinity };
  // The compiler needs some tens of thousands of tools until it has seen what matters.
  for (let round = 0; round < 60; round++) {
    const label = spent(() => {
      for (const subject of subjects) classify(subject);
    });
    const look = spent(() => {
      for (const subject of subjects) findHygiene(subject);
    });
    const parse = spent(() => {
      for (const line of lines) JSON.parse(line);
    });
    best.label = Math.min(best.label, label);
    best.look = Math.min(best.look, look);
    best.parse = Math.min(best.parse, parse);
  }
  const rate = (seconds: number) => Math.round(lines.length / seconds).toLocaleString("en");
  return {
    name: "labelling definitions / bare JSON parse of the same lines",
    ratio: best.label / best.parse,
    detail: `of ${lines.length} tools, in a second of one core: ${rate(best.label)} labelled (by the rules alone ${rate(best.label - best.look)}), ${rate(best.parse)} parsed`,
  };
}

/** Seconds of processor time that a task takes. */
function spent(task: () => void): number {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}
