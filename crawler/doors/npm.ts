import type { Door, DoorOptions } from "../door.ts";

export interface NpmOptions extends DoorOptions {
  /** Absent: what npm itself would use. */
  registry?: string;
  /** Folder of the download cache; absent: npm's own. */
  cache?: string;
}

/** Opens `npm:package` through an npm registry. */
export function npmDoor(_options: NpmOptions): Door {
  throw new Error("not built yet");
}
