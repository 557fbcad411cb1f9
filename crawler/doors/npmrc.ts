import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

type Npmrc = { [name: string]: string };

/**
 * Which registry npm itself would ask, and as whom: `registry`, `@scope:registry` and `//host/:_authToken` and the like from
 * the environment, the folder's `.npmrc` and the user's, in this order. https://docs.npmjs.com/cli/v11/configuring-npm/npmrc
 */
export async function readNpmrc(environment: NodeJS.ProcessEnv, folder: string): Promise<Npmrc> {
  const users = environment["npm_config_userconfig"] ?? environment["NPM_CONFIG_USERCONFIG"];
  const files = [users ?? join(environment["HOME"] ?? homedir(), ".npmrc"), join(folder, ".npmrc")];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  const registry = environment["npm_config_registry"] ?? environment["NPM_CONFIG_REGISTRY"];
  return {
    ...Object.assign({}, ...texts.map((text) => parseNpmrc(text, environment))),
    ...(registry ? { registry } : {}),
  };
}

/** `registry = https://r/` -> `{ registry: "https://r/" }`; `${NAME}` is the variable's value, or stays. */
export function parseNpmrc(text: string, environment: NodeJS.ProcessEnv): Npmrc {
  const settings: Npmrc = {};
  for (const line of text.split("\n")) {
    const found =
      /^\s*(?<name>registry|@[^\s:=]+:registry|\/\/[^\s=]+:[\w-]+)\s*=\s*(?<value>.*?)\s*$/.exec(
        line,
      )?.groups;
    if (found === undefined) continue;
    const { name = "", value = "" } = found;
    const bare = value.replace(/^(?<quote>["'])(?<inside>.*)\k<quote>$/, "$<inside>");
    settings[name] = bare.replace(
      /\$\{(?<variable>\w+)\}/g,
      (whole, variable: string) => environment[variable] ?? whole,
    );
  }
  return settings;
}
