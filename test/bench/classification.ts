import { classify } from "../../classifier/classify.ts";
import type { Subject } from "../../classifier/classify.ts";
import { readPackages } from "../packages.ts";
import { type Ratio, medianRatio } from "./ratio.ts";

/** Labelling definitions against the bare parse of the JSON lines that they come in, both from memory, in turns. */
export async function benchClassification(): Promise<Ratio> {
  const lines = (await readPackages("servers")).flatMap(({ package: server, tools }) =>
    tools.map(({ name, title, description, inputSchema, annotations }) =>
      JSON.stringify({ server, name, title, description, inputSchema, annotations }),
    ),
  );
  const subjects = lines.map((line) => JSON.parse(line) as Subject);
  const label = () => {
    for (const subject of subjects) classify(subject);
  };
  // The compiler needs some tens of thousands of tools until it has seen what matters.
  for (let round = 0; round < 20; round++) label();
  const parse = () => {
    for (const line of lines) JSON.parse(line);
  };
  const ratio = await medianRatio(label, parse, 15);
  const before = process.threadCpuUsage();
  label();
  const spent = process.threadCpuUsage(before);
  const perSecond = (1_000_000 * subjects.length) / (spent.user + spent.system);
  return {
    name: "labelling definitions / bare JSON parse of the same lines",
    ratio,
    detail: `${subjects.length} tools, ${Math.round(perSecond).toLocaleString("en")} labelled in a second of processor time`,
  };
}
