import { classify } from "../classifier/classify.ts";
import { dependenciesOf } from "../crawler/dependencies.ts";
import { type Door, SourceError } from "../crawler/door.ts";
import { extract, handlerSource, nothingSeen } from "../crawler/extract.ts";
import { parseSource } from "../crawler/source.ts";
import type { Classification, Server, Snapshot, Source, Tool } from "../model.ts";
import { UsageError } from "./context.ts";

/** A server read now, each of its tools with its label. */
export interface LabelledServer extends Omit<Server, "tools"> {
  tools: (Tool & { classification: Classification })[];
}

/** A source as somebody typed it; what is none is wrong usage. */
export function readSource(text: string): Source {
  try {
    return parseSource(text);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Opens one source through its door. */
export async function openSource(doors: Door[], source: Source): Promise<Snapshot> {
  const door = doors.find((one) => one.scheme === source.scheme);
  if (door === undefined) {
    const known = doors.map((one) => `${one.scheme}:`).join(", ");
    throw new SourceError(
      "invalid",
      `expected a source that starts with ${known}, got ${source.scheme}:`,
    );
  }
  return door.open(await door.locate(source));
}

/** Reads and labels the servers of one source without a database; throws when it registers nothing that was seen. */
export async function readServers(doors: Door[], source: Source): Promise<LabelledServer[]> {
  const snapshot = await openSource(doors, source);
  const dependencies = dependenciesOf(doors);
  const extracted = await extract(snapshot, { dependencies });
  if (extracted.servers.length === 0) throw new Error(nothingSeen(snapshot, extracted));
  return extracted.servers.map((server) => {
    const siblings = server.tools.map((tool) => tool.name);
    const tools = server.tools.map((tool) => {
      const code = handlerSource(snapshot, tool, dependencies);
      const subject = { ...tool, server: server.id, siblings, ...code };
      return { ...tool, classification: classify(subject) };
    });
    return { ...server, tools };
  });
}
