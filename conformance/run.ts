/**
 * Holds what the policies state against what the enforcers themselves decide: `npm run conformance`. Exits with 1 when one decision is not as stated.
 * `--only codex,opencode` plays these; `--with claude-code=/path/of/claude` plays one that is not installed here, or in its place another version;
 * `--servers 3` plays fewer servers; `--break` writes one rule of each policy otherwise than it says, so that a run has to fail.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { formats } from "../classifier/policies/index.ts";
import type { Enforcer } from "./enforcer.ts";
import { enforcers } from "./enforcers.ts";
import { installPrograms } from "./install.ts";
import { playRound, roundsOf } from "./rounds.ts";
import { requestsToPlay } from "./servers.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    with: { type: "string", multiple: true, default: [] },
    servers: { type: "string" },
    break: { type: "boolean", default: false },
  },
});
const given = new Map(values.with.map(readGiven));
const chosen = choose();
const installed = chosen.every(({ id }) => given.has(id)) ? "" : installPrograms();
const requests = await requestsToPlay(Number(values.servers ?? Infinity));
let isAsStated = true;
for (const enforcer of chosen) if (!(await conforms(enforcer))) isAsStated = false;
process.exitCode = isAsStated ? 0 : 1;

function readGiven(text: string): [id: string, program: string] {
  const [id = "", ...rest] = text.split("=");
  if (!enforcers.some((enforcer) => enforcer.id === id) || rest.length === 0)
    throw new Error(`expected --with <enforcer>=<path>, got ${text}`);
  return [id, path.resolve(rest.join("="))];
}

function choose(): Enforcer[] {
  const only = values.only?.split(",");
  const unknown = only?.filter((id) => enforcers.every((enforcer) => enforcer.id !== id)) ?? [];
  if (unknown.length > 0) throw new Error(`there is no enforcer ${unknown.join(", ")}`);
  return enforcers.filter(({ id, isOptional }) =>
    only === undefined ? !isOptional || given.has(id) : only.includes(id),
  );
}

async function conforms(enforcer: Enforcer): Promise<boolean> {
  const format = formats.find(({ id }) => id === enforcer.id);
  if (format === undefined) throw new Error(`there is no format ${enforcer.id}`);
  const program = given.get(enforcer.id) ?? path.join(installed, enforcer.program);
  const began = Date.now();
  const version = enforcer.version(program);
  let [decisions, wrong, broken] = [0, 0, 0];
  for (const request of roundsOf(requests)) {
    const round = await playRound(enforcer, program, format, request, values.break);
    decisions += round.decisions;
    if (round.decisions === 0) broken++;
    else wrong += round.wrong.length;
    const where = `${enforcer.id}, ${request.alias}${request.only === undefined ? "" : `, only ${JSON.stringify(request.only)}`}`;
    for (const line of round.wrong) console.log(`  ${where}: ${line}`);
  }
  const compared = values.break ? undefined : await enforcer.compare?.(program, requests);
  decisions += compared?.decisions ?? 0;
  wrong += compared?.wrong.length ?? 0;
  for (const line of compared?.wrong ?? []) console.log(`  ${enforcer.id}: ${line}`);
  const seconds = Math.round((Date.now() - began) / 1000);
  const failed = broken === 0 ? "" : `, ${broken} policies that could not be played`;
  console.log(
    `${format.title} ${version}: ${requests.length} servers, ${decisions} decisions, ${wrong} wrong${failed} (${seconds} s)`,
  );
  return wrong === 0 && broken === 0;
}
