import type { Call } from "../../../model.ts";
import { verbs } from "../verbs.ts";
import { splitName } from "../words.ts";

/** Own functions that sign in, keep count or remember on behalf of others. */
const functions =
  /(?:^|[._])_?(?:log|logs|logger|track\w*|audit\w*|authenticate\w*|login\w*|signIn\w*|ensure\w*|refresh\w*|init(?:ialize)?\w*|setup\w*|load\w*|cache\w*|get_?(?:access_?)?token\w*|\w*[cC]redentials?|cleanup\w*|close\w*|dispose\w*|capture|report_?[eE]rror|notify_?[eE]rror|log_?(?:lessons?|events?|errors?|messages?|calls?|usage|activity|actions?|requests?|access|exceptions?|failures?|results?|tool\w*|to_?\w+))$/i;
const reporting =
  /telemetry|analytics|opentelemetry|posthog|mixpanel|sentry|statsig|usage_?(?:tracker|report|stats)|heartbeat|crash_?report/i;

/** Whether a call only signs in, keeps count, remembers or tells about the program itself, which is no deed of a tool. */
export function isHousekeeping({ via = [], at, module = "", receiver = "" }: Call): boolean {
  return (
    reporting.test(`${at.path} ${module} ${receiver}`) ||
    via.some((name) => functions.test(name) || reporting.test(name))
  );
}

/** Whether the way to a call leads through a function that only reads, converts or prepares by its name: what is changed there serves that. */
export function passes({ via = [] }: Call): boolean {
  return via.some((name) => {
    const [first = ""] = splitName(name.slice(name.lastIndexOf(".") + 1)).map(({ text }) => text);
    const kind = verbs.get(first)?.kind;
    return (
      (kind === "read" && first !== "fetch") ||
      kind === "render" ||
      kind === "session" ||
      preparing.has(first)
    );
  });
}

const preparing = new Set(
  "ensure init initialize setup prepare cache to from is has build".split(" "),
);
