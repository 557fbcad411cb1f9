import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { createInterface } from "node:readline";

export interface RenderSettings {
  /** Folder of an Astro site. */
  root: string;
  /** Added to this process's environment. */
  env: Record<string, string>;
  onPage?: ((address: string) => void) | undefined;
}

const manifest = createRequire(import.meta.url).resolve("astro/package.json");
const linesKept = 30;

/** Runs Astro in a process of its own and counts its pages; throws with the end of Astro's own words when it fails. */
export async function render({ root, env, onPage }: RenderSettings): Promise<number> {
  // Astro keeps what it bundles in the working directory, from where it must find the packages and meet no other build.
  const cache = resolve(dirname(manifest), "../.cache");
  await mkdir(cache, { recursive: true });
  const cwd = await mkdtemp(resolve(cache, "mcp-almanac-"));
  try {
    const child = spawn(
      process.execPath,
      [resolve(dirname(manifest), "bin/astro.mjs"), "build", "--root", root],
      {
        cwd,
        env: {
          ...process.env,
          ...env,
          ASTRO_TELEMETRY_DISABLED: "1",
          NO_COLOR: "1",
          FORCE_COLOR: "0",
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const stop = () => child.kill();
    process.once("exit", stop);
    let pages = 0;
    const said: string[] = [];
    const listen = (line: string) => {
      const address = /[├└]─ (?<address>\/\S*)/.exec(line)?.groups?.["address"];
      if (address === undefined) {
        said.push(line);
        said.splice(0, said.length - linesKept);
        return;
      }
      if (!address.endsWith(".html")) return;
      pages += 1;
      onPage?.(address.replace(/index\.html$/, ""));
    };
    const readers = [child.stdout, child.stderr].map(async (stream) => {
      for await (const line of createInterface({ input: stream })) listen(line);
    });
    const code = await new Promise<number | null>((done, fail) => {
      child.once("error", fail);
      child.once("close", done);
    });
    await Promise.all(readers);
    process.removeListener("exit", stop);
    if (code !== 0) throw new Error(`the site could not be rendered:\n${said.join("\n").trim()}`);
    return pages;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
