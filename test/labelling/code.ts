import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { classify, engine } from "../../classifier/classify.ts";
import type { Server, Tool } from "../../model.ts";
import type { NewSection } from "../publish.ts";
import { type Hinted, judge } from "./agreement.ts";
import { seen } from "./label.ts";
import { percent, type Rows } from "./tables.ts";

type Found = Hinted["found"] & Pick<ReturnType<typeof classify>, "evidence">;
interface Compared {
  annotations: NonNullable<Tool["annotations"]>;
  plain: Found;
  coded: Found;
}

/**
 * Labels made from definitions only beside labels made with the code, of tools that were read out of repositories: files of the
 * same names in both folders, what servers list and what `almanac extract --json` printed. Annotations are left out of both.
 */
export function measureCode(truth: string, extracted: string): NewSection[] {
  const files = readdirSync(truth).filter((file) => existsSync(join(extracted, file)));
  const tools = files.toSorted().flatMap((file) => {
    const { tools: listed = [] } = readJson<{ tools?: Tool[] }>(join(truth, file));
    const { servers = [] } = readJson<{ servers?: Server[] }>(join(extracted, file));
    const found = new Map<string, [Server, Tool]>();
    for (const server of servers)
      for (const tool of server.tools)
        if (!found.has(tool.name)) found.set(tool.name, [server, tool]);
    return listed.flatMap(({ name }): Compared[] => {
      const [server, tool] = found.get(name) ?? [];
      if (server === undefined || tool?.calls === undefined) return [];
      const plain = { ...seen(tool), server: server.id };
      const { annotations = {}, handler, calls } = tool;
      const coded = { ...plain, calls, ...(handler && { handler }) };
      return [{ annotations, plain: classify(plain), coded: classify(coded) }];
    });
  });
  return [
    {
      id: "code",
      title: "With the code of the handlers, over repositories",
      engine,
      command: "npm run labels -- --truth FOLDER --extracted FOLDER",
      rows: rowsOf(tools),
    },
  ];
}

function rowsOf(tools: readonly Compared[]): Rows {
  const writes = tools.filter(({ coded }) => coded.effect === "write");
  const seenInCode = writes.filter(({ coded }) =>
    coded.evidence.some(({ witness }) => witness === "code"),
  );
  const differ = (pick: (found: Found) => string) =>
    tools.filter(({ plain, coded }) => pick(plain) !== pick(coded)).length;
  return [
    ["measure", "definitions only", "with code"],
    ["tools whose handler was followed", tools.length, tools.length],
    ...(["readOnlyHint", "destructiveHint"] as const).map((hint) => [
      `the author's ${hint} agrees %`,
      agreement(tools, hint, "plain"),
      agreement(tools, hint, "coded"),
    ]),
    [
      "changing tools with a witness in the code %",
      "–",
      percent(seenInCode.length / writes.length),
    ],
    ["categories that the code changes", "–", differ(({ category }) => category)],
    ["risks that the code changes", "–", differ(({ risk }) => risk)],
  ];
}

function agreement(
  tools: readonly Compared[],
  hint: "readOnlyHint" | "destructiveHint",
  which: "plain" | "coded",
): string {
  const verdicts = tools
    .flatMap(({ annotations, ...labels }) =>
      judge({ server: "", language: "", name: "", annotations, found: labels[which] }),
    )
    .filter((verdict) => verdict.hint === hint);
  const agreeing = verdicts.filter(({ agrees }) => agrees).length;
  return `${((agreeing / verdicts.length) * 100).toFixed(2)} (${agreeing} of ${verdicts.length})`;
}

const readJson = <Value>(file: string): Value => JSON.parse(readFileSync(file, "utf8")) as Value;
