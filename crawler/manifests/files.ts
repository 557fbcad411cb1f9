/** A snapshot's files as manifests look at them. */
export interface Files {
  /** Undefined when there is none, or it is too large for a manifest. */
  text(path: string): string | undefined;
  /** The paths in a folder and below it, sorted. */
  below(folder: string): string[];
}

/** Characters; package-lock files are larger, and none of ours. */
const maximumText = 512 * 1024;

export function lookAt(files: ReadonlyMap<string, string>): Files {
  const paths = [...files.keys()].toSorted();
  return {
    text(path) {
      const text = files.get(path);
      return text === undefined || text.length > maximumText ? undefined : text;
    },
    below(folder) {
      if (folder === "") return paths;
      return paths.slice(firstFrom(paths, `${folder}/`), firstFrom(paths, `${folder}0`));
    },
  };
}

/** The index of the first path that isn't before another; `0` is the character after `/`. */
function firstFrom(paths: readonly string[], path: string): number {
  let low = 0;
  let high = paths.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((paths[middle] ?? "") < path) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Parses each file once for all that ask: a hundred members have one workspace. What throws is undefined. */
export function parsedOnce<T>(
  parse: (text: string) => T | undefined,
): (files: Files, path: string) => T | undefined {
  const known = new WeakMap<Files, Map<string, T | undefined>>();
  return (files, path) => {
    const ours = known.get(files) ?? new Map<string, T | undefined>();
    known.set(files, ours);
    if (!ours.has(path)) ours.set(path, attempt(files, path));
    return ours.get(path);
  };

  function attempt(files: Files, path: string): T | undefined {
    const text = files.text(path);
    try {
      return text === undefined ? undefined : parse(text);
    } catch {
      return undefined;
    }
  }
}
