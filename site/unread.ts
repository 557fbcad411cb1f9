import type { ServerPage } from "../db/queries.ts";

const parts = ["description", "annotations", "parameters"] as const;
/** A part of a definition that can be declared and still not be read. */
export type Part = (typeof parts)[number];

/** The parts of a tool that its author declares and that could not be read, by what its server's unresolved registrations say. */
export function unreadParts(server: Pick<ServerPage, "unresolved">, name: string): Part[] {
  return parts.filter((part) =>
    server.unresolved.some(({ reason }) => isAbout(reason, `${part} of the tool ${name}`)),
  );
}

function isAbout(reason: string, words: string): boolean {
  const start = reason.indexOf(words);
  return start !== -1 && /^[.,:;]?(?:\s|$)/.test(reason.slice(start + words.length));
}

/** Said where a description would stand. */
export function noDescription(server: Pick<ServerPage, "unresolved">, name: string): string {
  return unreadParts(server, name).includes("description")
    ? "Its description could not be read."
    : "Its author gives no description.";
}
