import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import type { Recorded } from "./server.ts";

interface Description {
  paths: { [route: string]: { get?: { responses: { [status: string]: object } } } };
}

/**
 * What is wrong with the stand-in's JSON answers, by GitHub's own description of its API; empty when nothing is.
 * Of OpenAPI 3.0 that is not JSON Schema, `nullable` is understood beside a `type`; beside an `allOf` or a `$ref` it
 * is ignored, so that null would be refused there. Statuses that the description leaves out for a route, such as 429, are held
 * against the basic error that it uses for all others.
 */
export async function findDeviations(recorded: Recorded[]): Promise<string[]> {
  const path = createRequire(import.meta.url).resolve(
    "@octokit/openapi/generated/api.github.com.json",
  );
  const description: Description = JSON.parse(readFileSync(path, "utf8"));
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  // `nullable` without `type` is an error to ajv.
  ajv.addSchema(withTypedNullable(description) as object, "github");
  const deviations: string[] = [];
  for (const { route, status, body } of recorded) {
    if (body === undefined || route === undefined) continue;
    const responses = description.paths[route]?.get?.responses;
    if (responses === undefined) throw new Error(`GitHub's description has no GET ${route}`);
    const pointer = schemaPointer(route, String(status), responses);
    if (pointer === undefined) {
      deviations.push(`GET ${route} ${status}: not described`);
      continue;
    }
    const validate = ajv.getSchema(`github#${pointer}`);
    if (validate === undefined) throw new Error(`no schema at ${pointer}`);
    if (!validate(body))
      deviations.push(`GET ${route} ${status}: ${ajv.errorsText(validate.errors)}`);
  }
  return deviations;
}

function schemaPointer(
  route: string,
  status: string,
  responses: { [status: string]: object },
): string | undefined {
  const response = responses[status];
  if (response === undefined)
    return Number(status) >= 400 ? "/components/schemas/basic-error" : undefined;
  const at =
    "$ref" in response && typeof response.$ref === "string"
      ? response.$ref.slice(1)
      : `/paths/${escapePointer(route)}/get/responses/${status}`;
  return `${at}/content/${escapePointer("application/json")}/schema`;
}

/** A JSON pointer's segment in a URI fragment. */
function escapePointer(segment: string): string {
  return encodeURIComponent(segment.replaceAll("~", "~0").replaceAll("/", "~1"));
}

function withTypedNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTypedNullable);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "nullable" || "type" in value);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withTypedNullable(inner)]));
}
