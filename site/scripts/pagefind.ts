/** A page that the search found. */
export interface Found {
  url: string;
  meta: Record<string, string | undefined>;
}

interface Pagefind {
  init(): Promise<void>;
  debouncedSearch(
    query: string,
    options: { filters?: Record<string, string> },
    waitMs: number,
  ): Promise<{ results: { data(): Promise<Found> }[] } | null>;
}

const waitMs = 120;
const address = "/pagefind/pagefind.js";

let engine: Promise<Pagefind> | undefined;

/** Loads the search engine once; rejects where it can't be had, and tries again when it is asked again. */
export function loadSearch(): Promise<Pagefind> {
  engine ??= import(/* @vite-ignore */ address).then(async (pagefind: Pagefind) => {
    await pagefind.init();
    return pagefind;
  });
  engine.catch(() => {
    engine = undefined;
  });
  return engine;
}

/** The first pages that fit, and how many fit in all; null when another search was begun meanwhile. */
export async function findPages(
  query: string,
  most: number,
  filters: Record<string, string> = {},
): Promise<{ pages: Found[]; total: number } | null> {
  const pagefind = await loadSearch();
  const answer = await pagefind.debouncedSearch(query, { filters }, waitMs);
  if (!answer) return null;
  const pages = await Promise.all(answer.results.slice(0, most).map((each) => each.data()));
  return { pages, total: answer.results.length };
}
