import type { Place } from "../../../model.ts";
import { attributeOf, externalBases } from "./attribute.ts";
import type { Arguments } from "./call.ts";
import { markedIn } from "./marks.ts";
import { loadModule } from "./modules.ts";
import { generateTools } from "./openapi.ts";
import { pathOf } from "./paths.ts";
import { mount, register } from "./registrations.ts";
import { conditions, type Run } from "./run.ts";
import { isComposite, likeliest, textOf, type Instance, type Made, type Value } from "./values.ts";

/** What a provider adds to a server: functions registered on it, the marked functions of files, another server's tools, those of an API document, or what its own method lists. */
export function provide(run: Run, server: Value, given: Arguments, at: Place): void {
  const provider = likeliest(given.positional[0] ?? given.keywords.get("provider") ?? null);
  if (!isComposite(provider)) return;
  if (provider.kind === "instance") {
    listed(run, server, provider, given, at);
    return;
  }
  if (provider.kind !== "made") return;
  const kind = /\.(?<name>\w+)$/.exec(provider.path)?.groups?.["name"];
  const [first] = provider.positional;
  if (kind === "FileSystemProvider") marked(run, server, provider);
  if (kind === "LocalProvider") mount(run, server, given);
  if (kind === "FastMCPProvider" && first !== undefined)
    mount(run, server, { ...given, positional: [first] });
  if (kind === "OpenAPIProvider") {
    const tools = generateTools(run, provider);
    for (const { tool, at: place } of tools ?? []) register(run, server, tool, new Map(), place);
    if (!tools) unread(run, server, provider, kind);
  }
  if (kind === "ProxyProvider") unread(run, server, provider, kind);
}

function unread(run: Run, server: Value, { at }: Made, kind: string): void {
  const reason = `The tools of ${kind} come from a document or a server that was not read.`;
  run.problems.push({ at, server, reason });
}

function marked(run: Run, server: Value, provider: Made): void {
  const root = pathOf(provider.positional[0] ?? provider.keywords.get("root"));
  if (root === undefined) return;
  const start = root === "." ? "" : `${root}/`;
  for (const path of run.files.keys()) {
    if (!path.startsWith(start) || !path.endsWith(".py")) continue;
    for (const { func, mark, at } of markedIn(run, loadModule(run, path)))
      if (func.scope.module.path === path) register(run, server, func, mark, at);
  }
}

/** A provider of the project's own, which answers for itself. */
function listed(run: Run, server: Value, provider: Instance, given: Arguments, at: Place): void {
  const bases = externalBases(provider.class);
  if (bases.some((base) => base.endsWith(".LocalProvider"))) mount(run, server, given);
  if (!bases.some((base) => /^fastmcp\.(?:\w+\.)*\w*Provider$/.test(base))) return;
  const when = conditions(run);
  for (const name of ["_list_tools", "list_tools"]) {
    const answer = attributeOf(run, provider, name);
    if (!isComposite(answer) || answer.kind !== "func") continue;
    run.handlers.list.push({ server, answer, at, ...(when !== undefined && { when }) });
    return;
  }
}

const adding = /\.(?<name>(?:Resources|Prompts)AsTools)$/;

/** What a transform does to the names of a server's tools; one that adds tools of the library is said to be left out. */
export function transform(run: Run, server: Value, value: Value, at: Place): void {
  const made = likeliest(value);
  if (!isComposite(made) || made.kind !== "made") return;
  const added = adding.exec(made.path)?.groups?.["name"];
  if (added !== undefined) {
    const reason = `The tools that ${added} adds are those of a library and were not read.`;
    run.problems.push({ at, server, reason });
  }
  const prefix = textOf(made.positional[0] ?? made.keywords.get("prefix"));
  if (made.path.endsWith(".Namespace") && prefix !== undefined)
    run.namespaces.push({ server: likeliest(server), prefix });
}
