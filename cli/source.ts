import type { Snapshot, Source } from "../model.ts";
import { type Door, SourceError } from "../crawler/door.ts";

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
