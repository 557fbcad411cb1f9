import type { Door, DoorOptions } from "../door.ts";

/** Opens `path:dir`: a folder, a checkout or a bare git directory. */
export function pathDoor(_options: DoorOptions): Door {
  throw new Error("not built yet");
}
