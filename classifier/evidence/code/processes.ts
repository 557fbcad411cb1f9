import type { Deed, Meaning, Seen } from "./reach.ts";

const starters = new Set(
  `exec execsync execfile execfilesync execasync execfileasync spawn spawnsync fork execa execacommand popen check_output check_call getoutput
  create_subprocess_exec create_subprocess_shell system shell_exec passthru proc_open runcommand run_command run_cmd runcmd executecommand
  execute_command sh bash capture2 capture3 capture2e popen3 execprocess runprocess run_process $`.split(
    /\s+/,
  ),
);
const library =
  /^(?:node:)?(?:child_process|subprocess|execa|zx|shelljs|os\/exec|cross-spawn|asyncio\.subprocess|std::process|tokio::process|open3|system\.diagnostics|symfony\/process)/i;
const holders =
  /^(?:child_process|childprocess|subprocess|process|processbuilder|runtime|getruntime|command|exec|open3|kernel|shell|cp)$/;

/** What a program and its first words do, where they are constant. */
const programs: [RegExp, Meaning["category"], string][] = [
  [/^(?:sudo )?(?:rm|rmdir|unlink|shred) /, "Destructive", "removes files with a command"],
  [
    /^git (?:\S+ )*?(?:status|log|diff|show|branch --list|rev-parse|ls-files|remote -v|blame|describe|config --get|fetch|ls-remote|cat-file|for-each-ref)\b/,
    "Read",
    "",
  ],
  [
    /^git (?:\S+ )*?(?:push --force|push -f|reset --hard|clean -|branch -D)/,
    "Destructive",
    "discards work with git",
  ],
  [
    /^git (?:\S+ )*?(?:commit|push|add|checkout|merge|rebase|tag|stash|init|clone|pull|reset|cherry-pick)\b/,
    "Write",
    "changes a repository with git",
  ],
  [
    /^(?:kubectl|helm|docker|podman) (?:\S+ )*?(?:delete|rm|rmi|uninstall|prune)\b/,
    "Destructive",
    "removes resources with a command",
  ],
  [
    /^(?:kubectl|docker|podman|helm) (?:\S+ )*?(?:get|describe|logs|top|version|ps|images|inspect|list|status|api-resources|explain)\b/,
    "Read",
    "",
  ],
  [
    /^(?:kubectl|helm|docker|podman|terraform) (?:\S+ )*?(?:apply|create|patch|scale|install|upgrade|run|exec|start|stop|restart|build|push|destroy|rollout|drain|cordon|uncordon)\b/,
    "Execute",
    "operates infrastructure with a command",
  ],
  [
    /^(?:npm|pnpm|yarn|pip3?|uv|cargo|brew|apt(?:-get)?|gem|composer) (?:\S+ )*?(?:install|add|i|uninstall|remove|update|upgrade|publish)\b/,
    "Execute",
    "installs packages",
  ],
  [
    /^(?:ls|cat|find|grep|rg|which|where|whoami|uname|ps|df|du|head|tail|wc|stat|file|pwd|env|date|lsof|netstat|nslookup|dig|ping|ffprobe|xcrun simctl list|adb devices|sw_vers|sysctl|mdfind|tree|curl --version)\b/,
    "Read",
    "",
  ],
];

/** A process that is started on the host. */
export default {
  id: "processes",
  read(seen) {
    if (!starts(seen)) return undefined;
    const command = commandOf(seen);
    for (const [pattern, category, shows] of programs)
      if (pattern.test(command)) return category === "Read" ? null : { category, shows };
    return { category: "Execute", shows: "starts a process on the host", weak: true };
  },
} satisfies Deed;

function starts(seen: Seen): boolean {
  const { call, last, isNew } = seen;
  const name = last.toLowerCase();
  if (isNew) return /^(?:processbuilder|processstartinfo|popen)$/.test(name);
  const isProcess = library.test(call.module ?? "") || seen.before.some((one) => holders.test(one));
  if (
    seen.before.some((one) => /^(?:re|regex|pattern|cursor|db|conn|pool|client|session)$/.test(one))
  )
    return false;
  if (name === "command" || name === "commandcontext")
    return library.test(call.module ?? "") || seen.before[0] === "exec";
  if (name === "new" && seen.before.at(-1) === "command") return true;
  if (name === "run" || name === "call" || name === "start")
    return (
      library.test(call.module ?? "") ||
      seen.before.at(-1) === "subprocess" ||
      (name === "start" && seen.before.at(-1) === "process")
    );
  if (name === "exec")
    return isProcess || (seen.before.length === 0 && /child_process|util/.test(seen.origin));
  return starters.has(name) && (isProcess || name.length > 6 || seen.before.length === 0);
}

/** The program and its words, as far as they are known. */
const commandOf = ({ texts, named }: Seen): string =>
  [named("args", "command", "cmd", "file", "filename") ?? "", ...texts]
    .join(" ")
    .trim()
    .replace(/\s+/g, " ")
    .slice(0, 300);
