import type OpenAI from "openai";
import { z } from "zod";

/** What a scripted model says of one tool. */
export interface Entry {
  tool: string;
  quotes: string[];
  rationale: string;
  category: string;
  risk: string;
  facets: string[];
}

/** A chat completion as OpenAI publishes its type, with this content. */
export function completion(
  content: string | null,
  more: {
    end?: OpenAI.Chat.ChatCompletion.Choice["finish_reason"];
    refusal?: string;
    usage?: { prompt_tokens: number; completion_tokens: number } | null;
  } = {},
): OpenAI.Chat.ChatCompletion {
  const { end = "stop", refusal = null } = more;
  const usage =
    more.usage === undefined ? { prompt_tokens: 900, completion_tokens: 100 } : more.usage;
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_790_000_000,
    model: "model-of-the-test",
    choices: [
      {
        index: 0,
        finish_reason: end,
        logprobs: null,
        message: { role: "assistant", content, refusal },
      },
    ],
    ...(usage === null
      ? {}
      : { usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens } }),
  } satisfies OpenAI.Chat.ChatCompletion;
}

/** An error body as OpenAI sends it. https://developers.openai.com/api/docs/guides/error-codes */
export function failure(message: string, code: string | null): { error: OpenAI.ErrorObject } {
  return { error: { message, code, param: null, type: "invalid_request_error" } };
}

/** A request's body: what this accepts is what OpenAI publishes as its type. */
const Body = z.strictObject({
  model: z.string(),
  messages: z.tuple([
    z.strictObject({ role: z.literal("system"), content: z.string() }),
    z.strictObject({ role: z.literal("user"), content: z.string() }),
  ]),
  response_format: z.strictObject({
    type: z.literal("json_schema"),
    json_schema: z.strictObject({
      name: z.string().regex(/^[\w-]{1,64}$/),
      strict: z.literal(true),
      schema: z.record(z.string(), z.unknown()),
    }),
  }),
  max_completion_tokens: z.int().positive(),
});

/** A request as the model reads it. */
export interface Asked {
  body: OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;
  system: string;
  schema: Record<string, unknown>;
  /** The random word of its fences. */
  word: string;
  server: string;
  tools: { id: string; text: string }[];
}

/** Takes a request apart at its fences; throws when anything stands outside them that isn't always there. */
export function readRequest(json: unknown): Asked {
  const body = Body.parse(json);
  const typed: OpenAI.Chat.ChatCompletionCreateParamsNonStreaming = body;
  const [system, user] = body.messages;
  const opening =
    /^The server's id is the text of the first fence\. Give an opinion on: (?<ids>t1(?:, t\d+)*)\.\n\n/.exec(
      user.content,
    );
  if (!opening) throw new Error(`unexpected opening: ${user.content.slice(0, 200)}`);
  let rest = user.content.slice(opening[0].length);
  const word = /^<<<(?<word>[0-9a-f]{24}) server\n/.exec(rest)?.groups?.["word"] ?? "";
  const ids = ["server", ...(opening.groups?.["ids"] ?? "").split(", ")];
  const texts: string[] = [];
  for (const [index, id] of ids.entries()) {
    const start = `${index === 0 ? "" : "\n\n"}<<<${word} ${id}\n`;
    const end = `\n${word} ${id}>>>`;
    const stop = rest.indexOf(end);
    if (!rest.startsWith(start) || stop === -1)
      throw new Error(`no fence for ${id}: ${rest.slice(0, 200)}`);
    texts.push(rest.slice(start.length, stop));
    rest = rest.slice(stop + end.length);
  }
  if (rest !== "") throw new Error(`after the last fence: ${rest.slice(0, 200)}`);
  if (texts.some((text) => text.includes(word))) throw new Error("a text holds the fence's word");
  const [server = "", ...tools] = texts;
  return {
    body: typed,
    system: system.content,
    schema: body.response_format.json_schema.schema,
    word,
    server,
    tools: tools.map((text, index) => ({ id: `t${index + 1}`, text })),
  };
}

/** The text under a tool's first heading of that name. */
export function part(text: string, heading: string): string {
  const parts = text.split(
    /(?:^|\n\n)(?=(?:name and title|description|input schema|annotations|code of the handler, and calls that it reaches)(?: \(its beginning\))?:\n)/,
  );
  const found = parts.find(
    (one) => one.startsWith(`${heading}:`) || one.startsWith(`${heading} (`),
  );
  return found?.slice(found.indexOf("\n") + 1) ?? "";
}
