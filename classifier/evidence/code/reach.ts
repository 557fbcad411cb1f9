import type { Call, Category, Facet } from "../../../model.ts";
import { splitName } from "../words.ts";

/** What a call out of a handler's code does to the world. */
export interface Meaning {
  category: Category;
  /** What it shows, as a short plain phrase: `sends a request with DELETE`. */
  shows: string;
  facets?: Facet[];
  /** Readers do so as well, on the way to what they read: it counts less than words that are plain. */
  weak?: true;
}

/** A call that tells, with what it does. */
export interface Reach extends Meaning {
  call: Call;
  /** Which kind of deed it is: `sdk`. */
  deed: Deed["id"];
}

/** A call with its parts at hand. */
export interface Seen {
  call: Call;
  /** The last name of the callee, without `new`: `delete_object`. */
  last: string;
  /** Its words, in lower case: delete, object. */
  words: string[];
  /** All names of the callee and its receiver before the last one, in lower case: `this.s3client` -> this, s3client. */
  before: string[];
  /** Where the object that is called on comes from: its type or expression and its module, in lower case. */
  origin: string;
  isNew: boolean;
  /** Arguments without a name, in order. */
  texts: string[];
  /** Text of the argument of a name, in any spelling of case; undefined when there is none. */
  named(...names: string[]): string | undefined;
}

/** A kind of deed that code shows: a file in this folder, with a fixture of the same name. */
export interface Deed {
  /** The file's name. */
  id: string;
  /** Undefined when the call is none of this kind; null when it is one that leaves everything as it was. */
  read(seen: Seen): Meaning | null | undefined;
}

/** Takes a call apart. */
export function look(call: Call): Seen {
  const isNew = call.callee.startsWith("new ");
  const names = call.callee.replace(/^new /, "").split(/[.:]+|->/);
  const last = (names.at(-1) ?? "").replace(/[()[\]?!]+$/, "");
  const { receiver = "", module = "" } = call;
  return {
    call,
    last,
    words: splitName(last).map(({ text }) => text),
    before: names.slice(0, -1).map((name) => name.replace(/[()[\]?!]/g, "").toLowerCase()),
    origin: `${receiver} ${module}`.toLowerCase(),
    isNew,
    texts: call.arguments.filter(({ name }) => name === undefined).map(({ text }) => text),
    named(...wanted) {
      return call.arguments.find(
        ({ name }) => name !== undefined && wanted.includes(name.toLowerCase()),
      )?.text;
    },
  };
}

/** Whether any of these words is one of a callee's names, or begins or ends one. */
export const speaksOf = ({ before, origin }: Seen, pattern: RegExp): boolean =>
  before.some((name) => pattern.test(name)) || pattern.test(origin);
