import { createHash } from "node:crypto";
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { openBatches } from "./openai-batches.ts";
import { readCompletion } from "./opinion/completion.ts";
import { type Endpoint, Fault } from "./opinion/endpoint.ts";

export interface EndpointSettings {
  model: string;
  /** Absent for an endpoint that wants none. */
  apiKey?: string;
  /** Any compatible endpoint, `https://host/v1`; absent means OpenAI's own. */
  baseUrl?: string;
  /** Milliseconds for one try. */
  timeoutMs?: number;
  /** How often the client tries again what it says may be tried again; its own 2 unless given. */
  retries?: number;
}

const defaultTimeoutMs = 180_000;
const defaultRetries = 2;

/**
 * OpenAI, or whatever speaks its API. The client itself tries timeouts, lost connections, 408, 409, 429 and 5xx again, and waits as
 * Retry-After says. https://github.com/openai/openai-node#retries
 */
export function openEndpoint(settings: EndpointSettings): Endpoint {
  const {
    model,
    apiKey,
    baseUrl,
    timeoutMs = defaultTimeoutMs,
    retries = defaultRetries,
  } = settings;
  const address = baseUrl ?? "https://api.openai.com/v1";
  const client = new OpenAI({
    apiKey: apiKey ?? "none",
    adminAPIKey: null,
    baseURL: address,
    timeout: timeoutMs,
    maxRetries: retries,
    // Whatever OPENAI_LOG says: its debug lines hold what is sent, and go where the labels go.
    logLevel: "off",
    ...(apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
  });
  const explain = (error: unknown): Fault => explainError(error, settings, retries + 1);
  return {
    id: createHash("sha256").update(address).digest("hex").slice(0, 8),
    model,
    async ask(request) {
      let completion: unknown;
      try {
        completion = await client.chat.completions.create(request);
      } catch (error) {
        throw explain(error);
      }
      return readCompletion(completion);
    },
    batches: openBatches(client, explain),
  };
}

/** What a status that ends everything asks for. */
const remedies = new Map<number, string>([
  [401, "the endpoint does not accept the key: check OPENAI_API_KEY"],
  [
    403,
    "the endpoint does not allow this with this key: check its project, its rights and the region",
  ],
  [404, "the endpoint does not know this model or address: check OPENAI_MODEL and OPENAI_BASE_URL"],
]);

function explainError(error: unknown, settings: EndpointSettings, tries: number): Fault {
  if (error instanceof Fault) return error;
  const said = redact(error instanceof Error ? error.message : String(error), settings.apiKey);
  if (error instanceof APIConnectionTimeoutError)
    return new Fault("unreachable", "no answer came in time", { triedUnheard: tries });
  if (error instanceof APIConnectionError) {
    const reason = redact(rootMessage(error), settings.apiKey);
    const triedUnheard = neverSent.has(reason) ? 0 : tries;
    return new Fault("unreachable", `the endpoint cannot be reached (${reason})`, { triedUnheard });
  }
  if (!(error instanceof APIError) || error.status === undefined)
    return new Fault("answer", `the answer cannot be read (${said})`);
  const { status, code } = error;
  if (code === "insufficient_quota")
    return new Fault(
      "stop",
      `the account has no credit left: add some, or raise its limit (${said})`,
    );
  const remedy = remedies.get(status);
  if (remedy !== undefined) return new Fault("stop", `${remedy} (${said})`);
  if (status === 429 || status === 408 || status === 409 || status >= 500)
    return new Fault("unreachable", `the endpoint answers ${said}`);
  const isAboutText = typeof code === "string" && /content|prompt|policy|safety/.test(code);
  return new Fault(isAboutText ? "answer" : "rejected", `the endpoint answers ${said}`);
}

/** Codes of connections that never came about. */
const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
const longestMessage = 300;

/** Without the key, which some endpoints repeat, in whole or in part; one bounded line. */
function redact(text: string, key: string | undefined): string {
  const without = key === undefined ? text : text.replaceAll(key, "[key]");
  return without
    .replaceAll(/\b(?:sk|sess|key)-[\w*.-]+/gi, "[key]")
    .replaceAll(/\s+/g, " ")
    .slice(0, longestMessage);
}

function rootMessage(error: Error): string {
  let root: Error = error;
  for (let depth = 0; depth < 5 && root.cause instanceof Error; depth += 1) root = root.cause;
  return "code" in root && typeof root.code === "string" ? root.code : root.message;
}
