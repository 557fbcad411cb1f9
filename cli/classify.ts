import { createInterface } from "node:readline";
import { once } from "node:events";
import { z } from "zod";
import { classify } from "../classifier/classify.ts";
import type { Subject } from "../classifier/rules/rule.ts";
import type { Classification, Opinion } from "../model.ts";
import type { Register } from "./context.ts";
import { toJson } from "./json.ts";
import { type OpinionFlags, checkOpinionFlags, withOpinionFlags } from "./opinion/flags.ts";
import type { Settings } from "./settings.ts";
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
    outputSchema: Schema,
    annotations: Hints.nullish(),
    handlerSource: z.string().nullish(),
  })
  .refine((line) => (line.name ?? line.tool) != null, { error: "expected a name" });

export const registerClassify: Register = (program, settings) => {
  withOpinionFlags(
    program
      .command("classify")
      .description(
        "label tool definitions: JSON Lines on standard input, labels in the same order on standard output",
      )
      .option("--json", "print JSON Lines"),
  ).action(async (flags: OpinionFlags & { json?: true }) => {
    checkOpinionFlags(flags);
    const json = flags.json === true;
    if (flags.engine === "openai") {
      await judge(settings(), flags, json);
      return;
    }
    for await (const [line] of readLines()) {
      const { subject } = line;
      const label = typeof subject === "string" ? undefined : classify(subject);
      if (!print(line, label, json)) await once(process.stdout, "drain");
    }
  });
};

interface InputLine {
  /** From 1. */
  number: number;
  /** What is wrong with the line, where it is no definition. */
  subject: Subject | string;
}

/** One line at a time, as they come. */
async function* readLines(): AsyncGenerator<[InputLine]> {
  let number = 0;
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number += 1;
    if (text.trim() !== "") yield [{ number, subject: readSubject(text) }];
  }
}

async function judge(settings: Settings, flags: OpinionFlags, json: boolean): Promise<void> {
  // The rules alone need neither a database nor a client, and don't wait for them to load.
  const { withDatabase } = await import("./database.ts");
  const { runOpinions } = await import("./opinion/run.ts");
  // A batch takes hours: its lines are read once, and labelled at the end.
  const held: [InputLine][] = [];
  let isRead = false;
  async function* again(): AsyncGenerator<[InputLine]> {
    if (!isRead) for await (const page of readLines()) held.push(page);
    isRead = true;
    yield* held;
  }
  await withDatabase(settings, (db) =>
    runOpinions<InputLine>(db, settings, flags, {
      pages: flags.batch ? again : readLines,
      read: ({ subject }) =>
        typeof subject === "string" ? undefined : { subject, label: classify(subject) },
      async write(line, label) {
        if (!print(line, label, json)) await once(process.stdout, "drain");
      },
      json,
    }),
  );
}

/** False when standard output wants a pause. */
function print(line: InputLine, found: Classification | undefined, json: boolean): boolean {
  return process.stdout.write(`${format(line, found, json)}\n`);
}

/** One line in, one line out; a line that is no definition becomes an error in its place, and the exit code 1. */
function format(
  { number, subject }: InputLine,
  found: Classification | undefined,
  json: boolean,
): string {
  if (typeof subject === "string" || found === undefined) {
    const reason = typeof subject === "string" ? subject : "not labelled";
    process.exitCode = 1;
    console.error(`almanac: line ${number}: ${reason}`);
    return json ? toJson({ error: `line ${number}: ${reason}` }) : `line ${number}: not labelled`;
  }
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
  hygiene,
  opinion,
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
    hygiene,
    ...(opinion === undefined ? {} : { opinion }),
  };
}

function describe(subject: Subject, found: Classification): string {
  const badge = paint(riskStyles[found.risk], `${riskMarks[found.risk]} ${found.risk}`);
  const lines = [
    `${badge}  ${found.category}  ${paint("bold", plain(subject.name))}`,
    plain(found.rationale),
    ...found.hygiene.map(({ check, where, quote }) => plain(`${check}, in ${where}: "${quote}"`)),
    ...(found.opinion === undefined ? [] : [plain(describeOpinion(found.opinion))]),
  ];
  return lines.join("\n  ");
}

function describeOpinion(opinion: Opinion): string {
  const who = `Second opinion of ${opinion.model}, ${opinion.outcome}`;
  return "reason" in opinion
    ? `${who}: ${opinion.reason}.`
    : `${who}: ${opinion.category}, ${opinion.risk}. ${opinion.rationale}`;
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
    ...(data.outputSchema == null ? {} : { outputSchema: data.outputSchema }),
    ...(data.annotations == null ? {} : { annotations: hints(data.annotations) }),
    ...(data.handlerSource == null ? {} : { handlerSource: data.handlerSource }),
  };
}

function hints(given: z.infer<typeof Hints>): NonNullable<Subject["annotations"]> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
