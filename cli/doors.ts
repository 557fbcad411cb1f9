import type { Door } from "../crawler/door.ts";
import { githubDoor } from "../crawler/doors/github.ts";
import { npmDoor } from "../crawler/doors/npm.ts";
import { pathDoor } from "../crawler/doors/path.ts";
import { wants } from "../crawler/extract.ts";
import type { Settings } from "./settings.ts";

/** The real doors, one for each scheme. */
export function buildDoors(settings: Settings): Door[] {
  const { limits } = settings;
  return [
    githubDoor({
      limits,
      wants,
      ...(settings.githubToken === undefined ? {} : { token: settings.githubToken }),
      ...(settings.githubApiUrl === undefined ? {} : { apiUrl: settings.githubApiUrl }),
    }),
    npmDoor({ limits, wants }),
    pathDoor({ limits, wants }),
  ];
}
