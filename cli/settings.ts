import { resolve } from "node:path";
import { z } from "zod";
import { type Price, defaultModel, parsePrice } from "../classifier/opinion/prices.ts";
import { type Limits, defaultLimits } from "../crawler/door.ts";
import { UsageError } from "./context.ts";

/** What the environment sets; flags win over it, defaults stand behind it. */
export interface Settings {
  /** PostgreSQL to use; absent means PGlite in `folder`. */
  databaseUrl?: string;
  /** Where the almanac keeps its own database and site. */
  data: string;
  githubToken?: string;
  githubApiUrl?: string;
  /** Whom to ask for a second opinion: nobody is asked unless a command says so. */
  openai: {
    key?: string;
    /** A compatible endpoint; absent means OpenAI's own. */
    baseUrl?: string;
    model: string;
    /** What its tokens cost where the table of prices doesn't say. */
    price?: Price;
  };
  /** Bounds of one source. */
  limits: Limits;
}

/** What `OPENAI_PRICE` and `--price` take. */
export const priceExpected = "dollars for a million tokens, in and out, such as 0.1/0.5";

const positive = z.coerce.number({ error: "expected a whole number from 1" }).int().positive();
const Environment = z.object({
  DATABASE_URL: z
    .url({
      protocol: /^postgres(?:ql)?$/,
      error: "expected postgres://user:password@host:port/database",
    })
    .optional(),
  ALMANAC_DATA: z.string().min(1).default(".almanac"),
  GITHUB_TOKEN: z.string().min(1).optional(),
  GITHUB_API_URL: z.url({ protocol: /^https?$/, error: "expected https://host/api/v3" }).optional(),
  OPENAI_API_KEY: z.string().trim().min(1).optional(),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/, error: "expected https://host/v1" }).optional(),
  OPENAI_MODEL: z.string().trim().min(1).default(defaultModel),
  OPENAI_PRICE: z
    .string()
    .transform(parsePrice)
    .refine((price) => price !== undefined, { error: `expected ${priceExpected}` })
    .optional(),
  ALMANAC_MAX_BYTES: positive.default(defaultLimits.totalBytes),
  ALMANAC_MAX_FILES: positive.default(defaultLimits.files),
  ALMANAC_MAX_FILE_BYTES: positive.default(defaultLimits.bytesPerFile),
  ALMANAC_MAX_DEPTH: positive.default(defaultLimits.pathDepth),
  ALMANAC_MAX_ARCHIVE_BYTES: positive.default(defaultLimits.archiveBytes),
  ALMANAC_MAX_SECONDS: positive.default(defaultLimits.timeMs / 1000),
});

/** Reads the environment; throws with the variable's name and what it should be. Empty variables count as absent. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new UsageError(`bad setting in the environment: ${lines.join("; ")}`);
  }
  const { data } = parsed;
  return {
    ...(data.DATABASE_URL === undefined ? {} : { databaseUrl: data.DATABASE_URL }),
    ...(data.GITHUB_TOKEN === undefined ? {} : { githubToken: data.GITHUB_TOKEN }),
    ...(data.GITHUB_API_URL === undefined ? {} : { githubApiUrl: data.GITHUB_API_URL }),
    openai: {
      model: data.OPENAI_MODEL,
      ...(data.OPENAI_API_KEY === undefined ? {} : { key: data.OPENAI_API_KEY }),
      ...(data.OPENAI_BASE_URL === undefined ? {} : { baseUrl: data.OPENAI_BASE_URL }),
      ...(data.OPENAI_PRICE === undefined ? {} : { price: data.OPENAI_PRICE }),
    },
    data: resolve(data.ALMANAC_DATA),
    limits: {
      totalBytes: data.ALMANAC_MAX_BYTES,
      files: data.ALMANAC_MAX_FILES,
      bytesPerFile: data.ALMANAC_MAX_FILE_BYTES,
      pathDepth: data.ALMANAC_MAX_DEPTH,
      archiveBytes: data.ALMANAC_MAX_ARCHIVE_BYTES,
      timeMs: data.ALMANAC_MAX_SECONDS * 1000,
    },
  };
}
