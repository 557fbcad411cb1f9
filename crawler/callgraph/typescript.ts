import path from "node:path/posix";
import { parse } from "../extractors/typescript/parse.ts";
import { createResolver, type Resolver } from "../extractors/typescript/resolve.ts";
import type { CodeLanguage } from "./language.ts";
import { isInternal } from "./typescript/internal.ts";
import { namesIn } from "./typescript/names.ts";
import { walk } from "./typescript/walk.ts";

const maxLength = 10_000_000;
const resolvers = new WeakMap<ReadonlyMap<string, string>, Resolver>();

/** JavaScript and TypeScript, as source, compiled or bundled. */
export const typescript: CodeLanguage = {
  id: "typescript",
  reads: (file) => /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file),
  names: namesIn,
  async parse(file, text) {
    if (text.length > maxLength) return undefined;
    const program = parse(file, text);
    return program && walk(program, text, path.basename(file));
  },
  resolve(from, module, files) {
    const resolver = resolvers.get(files) ?? createResolver(files);
    resolvers.set(files, resolver);
    const found = resolver.resolve(from, module);
    return found === undefined ? [] : [found];
  },
  shares: "none",
  isInternal,
};
