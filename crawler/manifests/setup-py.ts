import { posix } from "node:path";
import { toPackage } from "./dependencies.ts";
import type { Manifest } from "./manifest.ts";
import { pythonCommands, pythonLibraries, readRequirements } from "./pypi.ts";

const nameWord = /\bname\s{0,20}=\s{0,20}["'](?<name>[\w.-]{1,200})["']/;
const versionWord = /\bversion\s{0,20}=\s{0,20}["'](?<version>[\w.+-]{1,100})["']/;
const requiresList =
  /\binstall_requires\s{0,20}=\s{0,20}\[(?<list>[^[\]]{0,20000}(?:\[[^[\]]{0,200}\][^[\]]{0,20000}){0,200})\]/;
const scriptsList = /["']console_scripts["']\s{0,20}:\s{0,20}\[(?<list>[^[\]]{0,20000})\]/;
const literal = /"(?<double>[^"\n]{1,300})"|'(?<single>[^'\n]{1,300})'/g;

/** setup.py, as far as it says things as literals: it is a program, and never run. */
export default {
  id: "setup-py",
  describes: (path) => posix.basename(path) === "setup.py",
  read({ text }) {
    const name = nameWord.exec(text)?.groups?.["name"];
    if (name === undefined || !/\bsetup\s{0,20}\(/.test(text)) return undefined;
    const dependencies = readRequirements(literals(requiresList, text));
    const scripts = literals(scriptsList, text).flatMap((script) => {
      const [program = "", target] = script.split("=");
      return target === undefined ? [] : [program.trim()];
    });
    return {
      ...toPackage("pypi", name, versionWord.exec(text)?.groups?.["version"]),
      start: pythonCommands(name, scripts),
      sdks: pythonLibraries(dependencies),
      uses: [...dependencies.keys()],
    };
  },
} satisfies Manifest;

function literals(list: RegExp, text: string): string[] {
  const found = list.exec(text)?.groups?.["list"] ?? "";
  return [...found.matchAll(literal)].map(
    ({ groups }) => groups?.["double"] ?? groups?.["single"] ?? "",
  );
}
