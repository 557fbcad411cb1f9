import { classify } from "../../classifier/classify.ts";
import type { PolicyRequest } from "../../classifier/policies/format.ts";
import { formats } from "../../classifier/policies/index.ts";
import { recommend } from "../../classifier/policies/recommend.ts";
import { readPackages } from "../packages.ts";
import { type Ratio, medianRatio } from "./ratio.ts";

const size = 300;

/** Writing a policy for a server of 300 real tools in every format against `JSON.stringify` of their definitions, in turns. */
export async function benchPolicies(): Promise<Ratio> {
  const listed = (await readPackages("servers")).flatMap(({ package: server, tools }) =>
    tools.map((tool) => {
      const { name, title, description, inputSchema, annotations } = tool;
      const recommendation = recommend(classify({ server, ...tool }));
      return { definition: { name, title, description, inputSchema, annotations }, recommendation };
    }),
  );
  const byName = new Map(listed.map((tool) => [tool.definition.name, tool]));
  const tools = [...byName.values()].slice(0, size);
  const definitions = tools.map(({ definition }) => definition);
  if (definitions.length < size)
    throw new Error(`expected ${size} tools, got ${definitions.length}`);
  const request: PolicyRequest = {
    alias: "server",
    tools: tools
      .map(({ definition: { name }, recommendation }) => ({ name, recommendation }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
  const emit = () => formats.map((format) => format.emit(request));
  const stringify = () => JSON.stringify(definitions);
  // The compiler needs some rounds until it has seen what matters.
  for (let round = 0; round < 50; round++) {
    emit();
    stringify();
  }
  const ratio = await medianRatio(emit, stringify, 51);
  return {
    name: "a policy in every format / JSON.stringify of the server's definitions",
    ratio,
    detail: `${formats.length} formats, ${size} tools, ${Math.round(stringify().length / 1024)} KiB of definitions`,
  };
}
