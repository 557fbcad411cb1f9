import { expect, test } from "vitest";
import { commandLine, differenceRows, methodSentences } from "../../site/methods.ts";

test("how a server's tools were found is said with numbers that add up", () => {
  const read = { method: "read" } as const;
  expect(methodSentences([])).toEqual([]);
  expect(methodSentences([read])).toEqual([
    "1 tool was read from the source.",
    "Of these, 1 seen by one method only.",
  ]);
  expect(methodSentences([{ method: "evaluated", confirmedBy: "read" }])).toEqual([
    "1 tool was evaluated from the server's code in a sandbox.",
    "All were confirmed by a second method.",
  ]);
  const differing = { method: "listed", differences: [{ by: "read", field: "presence" }] } as const;
  expect(
    methodSentences([
      { method: "evaluated", confirmedBy: "read" },
      { method: "evaluated", confirmedBy: "read" },
      read,
      { ...differing, differences: [...differing.differences] },
    ]),
  ).toEqual([
    "2 tools were evaluated from the server's code in a sandbox, 1 read from the source and 1 listed in a manifest.",
    "Of these, 2 confirmed by a second method, 1 seen otherwise by another and 1 seen by one method only.",
  ]);
});

test("a tool that is confirmed by one method and seen otherwise by another counts as both", () => {
  const both = {
    method: "evaluated",
    confirmedBy: "read",
    differences: [{ by: "listed", field: "description", saw: '"x"' }],
  } as const;
  expect(methodSentences([{ ...both, differences: [...both.differences] }])).toEqual([
    "1 tool was evaluated from the server's code in a sandbox.",
    "Of these, 1 confirmed by a second method and 1 seen otherwise by another.",
  ]);
});

test("a difference says what differs, by which method, and what it saw", () => {
  expect(
    differenceRows({
      differences: [
        { by: "read", field: "annotations" },
        { by: "listed", field: "description", saw: '"Other"' },
        { by: "evaluated", field: "presence" },
      ],
    }),
  ).toEqual([
    { field: "Annotations", by: "reading the source", saw: "Nothing.", isQuote: false },
    { field: "Description", by: "a manifest's list", saw: '"Other"', isQuote: true },
    {
      field: "Presence",
      by: "evaluating its code",
      saw: "A list of this server's tools without it.",
      isQuote: false,
    },
  ]);
});

test("a command is one that a shell takes", () => {
  expect(commandLine(["npx", "-y", "@ann/mail", "--units=metric"])).toBe(
    "npx -y @ann/mail --units=metric",
  );
  expect(commandLine(["x", "two words", "it's", "$(rm)"])).toBe(
    String.raw`x 'two words' 'it'\''s' '$(rm)'`,
  );
});
