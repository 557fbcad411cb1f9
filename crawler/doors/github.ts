import type { Door, DoorOptions } from "../door.ts";

export interface GithubOptions extends DoorOptions {
  token?: string;
  /** `https://api.github.com` unless told; `https://HOST/api/v3` for GitHub Enterprise Server. */
  apiUrl?: string;
}

/** Opens `github:owner/repo` through GitHub's REST API. */
export function githubDoor(_options: GithubOptions): Door {
  throw new Error("not built yet");
}
