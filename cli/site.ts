import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../db/client.ts";
import { catalogueState } from "../db/state.ts";
import { fingerprint } from "../fingerprint.ts";
import { buildSite } from "../site/build.ts";
import { serveSite } from "../site/serve.ts";
import { type Register, UsageError, untilInterrupted } from "./context.ts";
import { databaseOf, withDatabase } from "./database.ts";
import type { Settings } from "./settings.ts";

export const defaultPort = 4321;

export const registerSite: Register = (program, settings) => {
  const site = program.command("site").description("the static site");
  site
    .command("build")
    .description("build it from the database")
    .option("--out <folder>", "where to")
    .action(async (options: { out?: string }) => {
      const out = options.out ?? siteFolder(settings());
      console.log(`${await build(settings(), out)} pages in ${out}`);
    });
  site
    .command("serve")
    .description("serve what was built")
    .option("--port <n>", "first port to try", toPort, defaultPort)
    .action(async (options: { port: number }) => {
      const folder = siteFolder(settings());
      if (!existsSync(folder))
        throw new Error(`no site in ${folder}: run \`npm run -s almanac -- site build\` first`);
      await serveUntil(untilInterrupted(), folder, options.port);
    });
};

export function siteFolder(settings: Settings): string {
  return join(settings.data, "site");
}

/** Builds the site unless the one that stands there shows the same catalogue. Needs a closed database. */
export async function buildIfChanged(settings: Settings): Promise<string> {
  const out = siteFolder(settings);
  const mark = join(settings.data, "site.state");
  const state = await withDatabase(settings, stateOf);
  if (
    existsSync(join(out, "index.html")) &&
    existsSync(mark) &&
    readFileSync(mark, "utf8") === state
  )
    return "site unchanged";
  const pages = await build(settings, out);
  writeFileSync(mark, state);
  return `${pages} pages built`;
}

/** Changes with what the pages show and with the code that draws them. */
async function stateOf(db: Database): Promise<string> {
  const code = fingerprint(join(import.meta.dirname, ".."), [
    "site/**/*.{ts,astro,css,svg}",
    "classifier/policies/*.ts",
    "db/queries.ts",
  ]);
  return `${await catalogueState(db)} ${code}`;
}

async function build(settings: Settings, out: string): Promise<number> {
  const { url, folder } = databaseOf(settings);
  const { pages } = await buildSite({
    folder,
    out,
    ...(url === undefined ? {} : { databaseUrl: url }),
  });
  return pages;
}

/** Serves until the signal; says the address, and when it is another port than was asked for. */
export async function serveUntil(signal: AbortSignal, folder: string, port: number): Promise<void> {
  const server = await serveSite({ folder, port });
  if (new URL(server.url).port !== String(port)) console.log(`\nport ${port} is taken`);
  console.log(`\nThe almanac is at ${server.url} (Ctrl-C ends it)`);
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await server.close();
}

export function toPort(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new UsageError(`expected a port from 1 to 65535, got ${JSON.stringify(text)}`);
  return value;
}
