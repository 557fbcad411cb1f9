/** Each folder of fixtures/manifests/<id>/<case> is a small snapshot with the packages that the format <id> should read in it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { lookAt } from "../../crawler/manifests/files.ts";
import { isManifest, manifests, readPackages } from "../../crawler/manifests/index.ts";
import { readRegistryEntry } from "../../crawler/manifests/registry-entry.ts";
import { readXml } from "../../crawler/manifests/xml.ts";

const units = path.join(import.meta.dirname, "../../crawler/manifests");
const fixtures = path.join(import.meta.dirname, "../fixtures/manifests");
const expectedName = "expected.json";
const ids = manifests.map(({ id }) => id);

test("each format is in the index and has fixtures", () => {
  const files = readdirSync(units).filter((file) =>
    readFileSync(path.join(units, file), "utf8").includes("satisfies Manifest"),
  );
  expect(files.map((file) => file.slice(0, -".ts".length))).toEqual(ids.toSorted());
  expect(foldersIn(fixtures)).toEqual(ids.toSorted());
});

describe.each(foldersIn(fixtures))("%s", (id) => {
  test.each(foldersIn(path.join(fixtures, id)))("%s", async (name) => {
    const folder = path.join(fixtures, id, name);
    const all = readAll(folder);
    const wanted = new Map(
      [...all].filter(([file]) => isManifest(file) || /\.(?:go|rs)$/.test(file)),
    );
    expect([...wanted.keys()]).toEqual([...all.keys()]);
    const found = Object.fromEntries(readPackages("fixture", lookAt(wanted)));
    await expect(`${JSON.stringify(found, null, 2)}\n`).toMatchFileSnapshot(
      path.join(folder, expectedName),
    );
  });
});

test("what is broken, hostile or of another kind makes no package and throws nothing", () => {
  const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
  const files: Record<string, string> = {
    "a/package.json": deep("[", "]"),
    "b/package.json": '{"name": {"__proto__": 1}}',
    "c/pyproject.toml": `x = ${deep("[", "]")}`,
    "d/Cargo.toml": "[package\n",
    "e/pom.xml": deep("<a>", "</a>"),
    "f/pom.xml":
      '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><project><artifactId>&b;</artifactId></project>',
    "g/pom.xml": "<project><artifactId>a</project>",
    "h/x.csproj": "<html/>",
    "i/composer.json": "null",
    "j/deno.json": "[]",
    "k/x.gemspec": "puts 1",
    "l/go.mod": "// module none\n",
    "m/package.json": `{"name":"${"x".repeat(600_000)}"}`,
    "n/setup.py": "name = 'no setup call'",
  };
  expect([...readPackages("r", lookAt(new Map(Object.entries(files))))]).toEqual([]);
});

test("a pom that is its own parent, and properties that name each other, come to an end", () => {
  const pom = `<project><parent><groupId>g</groupId><artifactId>a</artifactId><relativePath>pom.xml</relativePath></parent>
    <artifactId>a</artifactId><version>\${x}</version>
    <properties><x>\${y}\${y}</x><y>\${x}\${x}</y></properties></project>`;
  const found = readPackages("r", lookAt(new Map([["pom.xml", pom]])));
  expect(found.get("")).toMatchObject([{ registry: "maven", name: "g:a" }]);
  expect(found.get("")?.[0]).not.toHaveProperty("version");
});

test("XML replaces the five entities and numbers, and keeps what CDATA holds", () => {
  expect(
    readXml(
      `\uFEFF<?xml version="1.0"?><!-- <x> --><a b='&lt;"'>&amp;&#65;&#x42;&other;<![CDATA[<&]]><c/></a>`,
    ),
  ).toEqual({
    name: "a",
    attributes: new Map([["b", '<"']]),
    children: [{ name: "c", attributes: new Map(), children: [], text: "" }],
    text: "&AB&other;<&",
  });
});

test("a server.json gives packages, commands and transports; another file of that name gives none", () => {
  const entry = {
    $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
    name: "io.github.ann/weather",
    packages: [
      {
        registryType: "npm",
        identifier: "@ann/weather",
        version: "1.2.0",
        transport: { type: "stdio" },
        packageArguments: [
          { type: "positional", value: "serve" },
          { type: "named", name: "--units", value: "metric" },
          { type: "named", name: "--key", value: "{key}" },
        ],
      },
      { registryType: "oci", identifier: "ann/weather:$VERSION" },
      {
        registryType: "mcpb",
        identifier: "https://example.com/w.mcpb",
        transport: { type: "stdio" },
      },
      { identifier: 7 },
    ],
    remotes: [{ type: "sse", url: "https://example.com/sse" }, { type: "carrier-pigeon" }],
  };
  expect(readRegistryEntry("w/.mcp/server.json", JSON.stringify(entry))).toEqual({
    folder: "w",
    packages: [
      { registry: "npm", name: "@ann/weather", version: "1.2.0" },
      { registry: "mcpb", name: "https://example.com/w.mcpb" },
    ],
    start: [["npx", "-y", "@ann/weather", "serve", "--units", "metric"]],
    transports: ["stdio", "sse"],
  });
  for (const other of ['{"name":"web","packages":["a"]}', '{"port":80}', "[]", "{"])
    expect(readRegistryEntry("server.json", other)).toBeUndefined();
});

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

function readAll(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== expectedName)
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.replaceAll(path.sep, "/"))
    .toSorted();
  return new Map(paths.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
}
