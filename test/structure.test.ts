import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";
import { deciding } from "../classifier/engine.ts";

const root = posix.join(import.meta.dirname, "..");
const folders = ["classifier", "cli", "conformance", "crawler", "db", "site", "test"];
const files = globSync(["*.ts", `{${folders.join(",")}}/**/*.{ts,astro}`], { cwd: root }).filter(
  (file) => !/node_modules|\.astro\/|fixtures/.test(file),
);

/** Who may import from whom; a folder may always import from itself, and everybody from `model.ts` and `fingerprint.ts`. */
const borders: Record<string, RegExp> = {
  "model.ts": /^$/,
  "fingerprint.ts": /^$/,
  "classifier/": /^$/,
  "db/": /^$/,
  "conformance/": /^(?:classifier\/|test\/packages\.ts$|test\/classifier\/policies\/)/,
  "crawler/": /^db\/(?!queries)/,
  "site/":
    /^(?:db\/(?:queries|client)|classifier\/(?:policies|attacks)\/|classifier\/(?:session|roles)\.ts$|docs\/(?:accuracy|further|labels|policies)\.json$)/,
};

function imports(file: string): string[] {
  const text = readFileSync(posix.join(root, file), "utf8");
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"(?<to>\.[^"]+)"/g)];
  return specifiers.map((match) => posix.join(posix.dirname(file), match.groups?.["to"] ?? ""));
}

test("every import stays inside its borders", () => {
  const broken: string[] = [];
  for (const file of files) {
    const owner = Object.keys(borders).find((prefix) => file.startsWith(prefix));
    if (owner === undefined) continue;
    for (const target of imports(file)) {
      const shared = target === "model.ts" || target === "fingerprint.ts";
      const own = owner.endsWith("/") && target.startsWith(owner);
      if (!own && !(shared && owner !== "model.ts") && !borders[owner]?.test(target))
        broken.push(`${file} imports ${target}: ${owner} may not`);
    }
  }
  expect(broken).toEqual([]);
});

test("an extractor, a rule and a policy format import no sibling unit's private files and no outside system", () => {
  const outside =
    /from "(?:node:(?:fs|net|http|https|child_process|dns)|octokit|pacote|pg|pg-boss|openai)[^"]*"/;
  const impure = files
    .filter((file) =>
      /^(?:crawler\/extractors|classifier\/(?:rules|evidence|opinion|policies|attacks))\//.test(
        file,
      ),
    )
    .filter((file) => outside.test(readFileSync(posix.join(root, file), "utf8")));
  expect(impure).toEqual([]);
});

test("the version of a label covers every file that takes part in it", () => {
  const reached = new Set(["classifier/classify.ts"]);
  for (const file of reached)
    for (const target of imports(file)) if (target.startsWith("classifier/")) reached.add(target);
  reached.delete("classifier/engine.ts");
  const missed = [...reached].filter(
    (file) => !deciding.some((glob) => posix.matchesGlob(file, `classifier/${glob}`)),
  );
  expect(missed).toEqual([]);
});

test("an outside system has one door", () => {
  const doors: Record<string, RegExp> = {
    octokit: /^crawler\/doors\/github/,
    pacote: /^crawler\/doors\/npm/,
    pg: /^db\/client\.ts$/,
    "@electric-sql/pglite": /^db\/client\.ts$/,
    openai: /^classifier\/openai/,
    "pg-boss": /^crawler\/schedule/,
  };
  const strays = files
    .filter((file) => !file.startsWith("test/"))
    .flatMap((file) => {
      const text = readFileSync(posix.join(root, file), "utf8");
      return Object.entries(doors)
        .filter(([name, door]) => text.includes(`from "${name}"`) && !door.test(file))
        .map(([name]) => `${file} imports ${name}`);
    });
  expect(strays).toEqual([]);
});
