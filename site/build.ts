import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { close, createIndex } from "pagefind";
import { writeFonts } from "./fonts.ts";
import { render } from "./render.ts";

export interface BuildSettings {
  /** A PostgreSQL; absent or empty means the PGlite in `folder`, which this process must have closed. */
  databaseUrl?: string | undefined;
  /** The folder of the PGlite. */
  folder: string;
  /** Where the site goes; what was there is replaced once the new one is complete. */
  out: string;
  /** Called with the address of each page that has been written. */
  onPage?: (address: string) => void;
}

const root = fileURLToPath(new URL(".", import.meta.url));

/** Renders the catalogue and its search index; throws with the end of the renderer's own words when it fails. */
export async function buildSite(settings: BuildSettings): Promise<{ pages: number }> {
  const out = resolve(settings.out);
  const draft = `${out}.new-${process.pid}`;
  const previous = `${out}.old-${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(out), { recursive: true });
  try {
    const { databaseUrl, folder, onPage } = settings;
    const env = {
      DATABASE_URL: databaseUrl ?? "",
      ALMANAC_DB: resolve(folder),
      ALMANAC_SITE: draft,
    };
    const pages = await render({ root, env, onPage });
    await writeFonts(resolve(draft, "fonts"));
    await index(draft);
    const replaces = await stat(out).then(
      () => true,
      () => false,
    );
    if (replaces) await rename(out, previous);
    await rename(draft, out);
    return { pages };
  } finally {
    await rm(previous, { recursive: true, force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

async function index(folder: string): Promise<void> {
  const created = await createIndex({ forceLanguage: "en" });
  if (!created.index) throw new Error(`the search index failed: ${created.errors.join("; ")}`);
  try {
    const added = await created.index.addDirectory({ path: folder });
    // Not its own `writeFiles`: what that has not flushed when the index is closed is lost.
    const made = await created.index.getFiles();
    const errors = [...added.errors, ...made.errors];
    if (errors.length > 0) throw new Error(`the search index failed: ${errors.join("; ")}`);
    for (const { path, content } of made.files) {
      const file = resolve(folder, "pagefind", path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  } finally {
    await close();
  }
}
