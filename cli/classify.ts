import { createInterface } from "node:readline";
import { once } from "node:events";
import { z } from "zod";
import { classify } from "../classifier/classify.ts";
import type { Subject } from "../classifier/rules/rule.ts";
import type { Classification } from "../model.ts";
import type { Register } from "./context.ts";
import { toJson } from "./json.ts";
import { paint, plain, riskMarks, riskStyles } from "./table.ts";

const Schema = z.record(z.string(), z.unknown()).nullish();
const Hints = z.object({
  title: z.string().optional().catch(undefined),
  readOnlyHint: z.boolean().optional().catch(undefined),
  destructiveHint: z.boolean().optional().catch(undefined),
  idempotentHint: z.boolean().optional().catch(undefined),
  openWorldHint: z.boolean().optional().catch(undefined),
});
const Line = z
  .object({
    server: z.string().nullish(),
    name: z.string().nullish(),
    tool: z.string().nullish(),
    title: z.string().nullish(),
    description: z.string().nullish(),
    inputSchema: Schema,
    parameters: Schema,
    annotations: Hints.nullish(),
    handlerSource: z.string().nullish(),
  })
  .refine((line) => (line.name ?? line.tool) != null, { error: "expected a name" });

export const registerClassify: Register = (program) => {
  program
    .command("classify")
    .description(
      "label tool definitions: JSON Lines on standard input, labels in the same order on standard output",
    )
    .option("--json", "print JSON Lines")
    .action(async (options: { json?: true }) => {
      let number = 0;
      for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
        number += 1;
        if (text.trim() === "") continue;
        const written = process.stdout.write(`${label(text, number, options.json === true)}\n`);
        if (!written) await once(process.stdout, "drain");
      }
    });
};

/** One line in, one line out; a line that is no definition becomes an error in its place, and the exit code 1. */
function label(text: string, number: number, json: boolean): string {
  const subject = readSubject(text);
  if (typeof subject === "string") {
    process.exitCode = 1;
    console.error(`almanac: line ${number}: ${subject}`);
    return json ? toJson({ error: `line ${number}: ${subject}` }) : `line ${number}: not labelled`;
  }
  const found = classify(subject);
  return json
    ? toJson({ server: subject.server, name: subject.name, ...ordered(found) })
    : describe(subject, found);
}

function ordered({
  effect,
  category,
  risk,
  facets,
  steps,
  rationale,
  evidence,
  conflicts,
  confidence,
  engine,
}: Classification): Classification {
  return {
    effect,
    category,
    risk,
    facets,
    steps,
    rationale,
    evidence,
    conflicts,
    confidence,
    engine,
  };
}

function describe(subject: Subject, found: Classification): string {
  const badge = paint(riskStyles[found.risk], `${riskMarks[found.risk]} ${found.risk}`);
  return `${badge}  ${found.category}  ${paint("bold", plain(subject.name))}\n  ${plain(found.rationale)}`;
}

/** The subject, or what is wrong with the line. */
function readSubject(text: string): Subject | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : "not JSON";
  }
  const parsed = Line.safeParse(value);
  if (!parsed.success)
    return parsed.error.issues
      .map((issue) => `${issue.path.join(".")} ${issue.message}`.trim())
      .join("; ");
  const { data } = parsed;
  const inputSchema = data.inputSchema ?? data.parameters;
  return {
    name: data.name ?? data.tool ?? "",
    ...(data.server == null ? {} : { server: data.server }),
    ...(data.title == null ? {} : { title: data.title }),
    ...(data.description == null ? {} : { description: data.description }),
    ...(inputSchema == null ? {} : { inputSchema }),
    ...(data.annotations == null ? {} : { annotations: hints(data.annotations) }),
    ...(data.handlerSource == null ? {} : { handlerSource: data.handlerSource }),
  };
}

function hints(given: z.infer<typeof Hints>): NonNullable<Subject["annotations"]> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
