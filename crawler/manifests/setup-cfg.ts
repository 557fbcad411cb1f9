import { posix } from "node:path";
import { toPackage } from "./dependencies.ts";
import type { Manifest } from "./manifest.ts";
import { pythonCommands, pythonLibraries, readRequirements } from "./pypi.ts";

/** setup.cfg, its declarative metadata. https://setuptools.pypa.io/en/latest/userguide/declarative_config.html */
export default {
  id: "setup-cfg",
  describes: (path) => posix.basename(path) === "setup.cfg",
  read({ text }) {
    const values = readIni(text);
    const [name] = values.get("metadata.name") ?? [];
    if (name === undefined) return undefined;
    const [version = ""] = values.get("metadata.version") ?? [];
    const dependencies = readRequirements(values.get("options.install_requires") ?? []);
    const scripts = (values.get("options.entry_points.console_scripts") ?? []).flatMap((script) => {
      const [program = "", target] = script.split("=");
      return target === undefined ? [] : [program.trim()];
    });
    return {
      ...toPackage("pypi", name, /^(?:attr|file):/.test(version) ? undefined : version),
      start: pythonCommands(name, scripts),
      sdks: pythonLibraries(dependencies),
      uses: [...dependencies.keys()],
    };
  },
} satisfies Manifest;

/** Lines of values by `section.key`; indented lines go on with the value above. */
function readIni(text: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  let section = "";
  let current: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const words = line.trim();
    if (words === "" || /^[#;]/.test(words)) continue;
    if (/^\s/.test(line)) current.push(words);
    else if (/^\[[^\]]*\]$/.test(words)) section = words.slice(1, -1).trim();
    else {
      const end = words.search(/[=:]/);
      if (end < 0) continue;
      const value = words.slice(end + 1).trim();
      current = value === "" ? [] : [value];
      values.set(`${section}.${words.slice(0, end).trim()}`, current);
    }
  }
  return values;
}
