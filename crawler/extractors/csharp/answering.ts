import type { Program } from "./program.ts";
import { isTest } from "./tests.ts";

const answer =
  /(?:\bcase\s+|==\s*|\bEquals\(\s*|\bis\s+|\[\s*|\{\s*|\bMap\w*\(\s*|\bOn\w*\(\s*|\bRegister\w*\(\s*|\bAdd\w*\(\s*|\bRpcMethod\w*\(\s*|=\s*)"tools\/list"|"tools\/list"\s*(?:=>|==|or\b)/;

/** The files of servers that answer `tools/list` by themselves. */
export function answeringIn(program: Program): string[] {
  return [...program.files]
    .filter(
      ([path, text]) =>
        path.endsWith(".cs") && !isTest(path) && text.includes('"tools/list"') && answer.test(text),
    )
    .map(([path]) => path);
}

/** The server whose path has most in common with a file's; the file itself without one. */
export function nearestTo(path: string, servers: string[]): string {
  const shared = (other: string) => {
    let length = 0;
    while (length < path.length && path[length] === other[length]) length++;
    return length;
  };
  return servers.toSorted((a, b) => shared(b) - shared(a))[0] ?? path;
}
