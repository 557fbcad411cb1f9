import type { Asked, Server } from "../model.ts";
import type { Files } from "./manifests/files.ts";

/** Variables and scopes of one server. */
const maximum = 40;
/** Characters of a scope. */
const longest = 120;
const code = /\.(?:[cm]?[jt]sx?|py|go|rs|java|kts?|cs|fs|php|rb|properties|ya?ml)$/;
const elsewhere =
  /(?:^|\/)(?:tests?|__tests__|spec|examples?|docs?|\.github|node_modules)\/|[._-](?:test|spec)\.\w+$|_test\.go$/;

/** A variable of the environment, as the languages read it: `process.env.X`, `os.environ["X"]`, `os.Getenv("X")`, `env::var("X")`. */
const variable =
  /(?:\benv(?:iron)?(?:\.get)?|[Gg]etenv|GetEnvironmentVariable|LookupEnv|\bENV(?:\.fetch)?|_ENV|env::var(?:_os)?|BindEnv|\$)[^\w\n]{1,4}(?<name>[A-Z][A-Z0-9_]{2,80})\b/g;
const secret =
  /(?:^|_)(?:TOKENS?|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PWD|PAT|API_?KEYS?|ACCESS_?KEY(?:_ID)?|PRIVATE_?KEY|SECRET_?KEY|ACCOUNT_KEY|APIKEY|KEY|CREDENTIALS?|COOKIE|MNEMONIC|SEED_PHRASE|DSN|CONNECTION_STRING|DATABASE_URL|DB_URL|MONGO(?:DB)?_URI|MONGODB_URL|REDIS_URL|POSTGRES_URL)$/;
const scope =
  /https:\/\/www\.googleapis\.com\/auth\/[\w.]+|\b(?:Mail|Files|Calendars?|User|Sites|Chat|ChatMessage|ChannelMessage|Contacts|Tasks|Notes|Directory|Group|Team|Channel|People|Presence)\.(?:ReadWrite|ReadBasic|Read|Send)(?:\.All|\.Shared)?\b/g;

/** The secrets that a server's code takes from its environment, and the OAuth scopes that it asks for: where each is first named, by name. */
export function readCredentials(
  files: Files,
  paths: readonly string[],
): Pick<Server, "secrets" | "scopes"> {
  const secrets = new Map<string, Asked>();
  const scopes = new Map<string, Asked>();
  for (const path of paths) {
    if (!code.test(path) || elsewhere.test(path)) continue;
    const text = files.text(path);
    if (text === undefined) continue;
    for (const match of text.matchAll(variable)) {
      const name = match.groups?.["name"] ?? "";
      if (secret.test(name)) note(secrets, name, path, text, match.index);
    }
    for (const match of text.matchAll(scope)) note(scopes, match[0], path, text, match.index);
  }
  return { secrets: sorted(secrets), scopes: sorted(scopes) };
}

function note(
  known: Map<string, Asked>,
  name: string,
  path: string,
  text: string,
  at: number,
): void {
  if (known.has(name) || known.size >= maximum || name.length > longest) return;
  const line = text.slice(0, at).split("\n").length;
  known.set(name, { name, at: { path, line } });
}

const sorted = (known: ReadonlyMap<string, Asked>): Asked[] =>
  [...known.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
