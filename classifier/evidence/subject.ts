import type { Subject } from "../rules/rule.ts";

/** What is crawled may hold anything: a field of another type than promised counts as absent, and a name as empty. */
export function cleanSubject(raw: Subject): Subject {
  const { title, description, server, handlerSource, calls } = raw;
  const texts = [title, description, server, handlerSource];
  const kept = texts.every((text) => text === undefined || isText(text));
  if (kept && isText(raw.name) && (calls === undefined || Array.isArray(calls))) return raw;
  return mendSubject(raw);
}

function mendSubject(raw: Subject): Subject {
  const { title, description, server, handlerSource, calls, ...rest } = raw;
  return {
    ...rest,
    name: isText(raw.name) ? raw.name : "",
    ...(isText(title) ? { title } : {}),
    ...(isText(description) ? { description } : {}),
    ...(isText(server) ? { server } : {}),
    ...(isText(handlerSource) ? { handlerSource } : {}),
    ...(Array.isArray(calls) ? { calls } : {}),
  };
}

const isText = (value: unknown): value is string => typeof value === "string";
