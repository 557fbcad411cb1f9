import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { Place } from "../../model.ts";

/** Finds places of a program in the files that it was bundled of. */
export interface Places {
  /** The innermost frame of a stack that lies in a file of the snapshot. */
  ofStack(stack: string): Place | undefined;
  /** The lines of a function, from its line, column and number of characters. */
  ofFunction(where: readonly [number, number, number]): Place | undefined;
}

export function createPlaces(code: string, map: string, files: ReadonlySet<string>): Places {
  const trace = new TraceMap(map);
  const starts = [0];
  for (let at = code.indexOf("\n"); at !== -1; at = code.indexOf("\n", at + 1)) starts.push(at + 1);

  /** From a 1-based line and column. */
  function original(line: number, column: number): Place | undefined {
    if (line < 1 || column < 1 || line > starts.length) return undefined;
    const found = originalPositionFor(trace, { line, column: column - 1 });
    const path = found.source?.replace(/^(?:\.\.\/)*snapshot:/, "");
    if (path === undefined || found.line === null || !files.has(path)) return undefined;
    return { path, line: found.line };
  }

  return {
    ofStack: (stack) => {
      for (const [, line, column] of stack.matchAll(/\bprogram\.js:(\d+):(\d+)/g)) {
        const place = original(Number(line), Number(column));
        if (place !== undefined) return place;
      }
      return undefined;
    },
    ofFunction: ([line, column, length]) => {
      const first = original(line, column);
      const start = starts[line - 1];
      if (first === undefined || start === undefined) return undefined;
      const end = start + column - 1 + Math.max(length - 1, 0);
      const index = lastAtMost(starts, end);
      const last = original(index + 1, end - (starts[index] ?? 0) + 1);
      return last?.path === first.path && last.line > first.line
        ? { ...first, endLine: last.line }
        : first;
    },
  };
}

/** Index of the last number that is not greater. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
