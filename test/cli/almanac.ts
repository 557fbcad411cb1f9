import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** What a command printed, and how it ended. */
export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `almanac` as a user does, without a terminal; GitHub is a closed port unless `env` says otherwise. */
export async function almanac(args: string[], env: NodeJS.ProcessEnv, input = ""): Promise<Ran> {
  const child = spawn(process.execPath, ["cli.ts", ...args], {
    cwd: join(import.meta.dirname, "../.."),
    env: {
      ...process.env,
      GITHUB_API_URL: "http://127.0.0.1:9",
      GITHUB_TOKEN: "",
      DATABASE_URL: "",
      NO_COLOR: "1",
      ...env,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ran: Ran = { code: null, out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (ran.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (ran.err += text));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  [ran.code] = await once(child, "close");
  return ran;
}
