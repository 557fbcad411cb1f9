import { progress } from "@clack/prompts";
import type { Outcome } from "../crawler/crawl.ts";
import { count, plain } from "./table.ts";

/** Shows outcomes as they come: a bar on a terminal, a plain line each elsewhere. */
export interface Progress {
  done(outcome: Outcome): void;
  /** Failures are said again below the bar, so that none scrolls away unread. */
  end(): void;
}

export function showProgress(total: number): Progress {
  return process.stderr.isTTY === true ? bar(total) : lines(total);
}

function lines(total: number): Progress {
  let count = 0;
  return {
    done: (outcome) => console.error(`[${(count += 1)}/${total}] ${describeOutcome(outcome)}`),
    end: () => {},
  };
}

function bar(total: number): Progress {
  const shown = progress({ max: total, output: process.stderr });
  const failed: string[] = [];
  shown.start(`crawling ${total} sources`);
  return {
    done: (outcome) => {
      shown.advance(1, describeOutcome(outcome));
      if (outcome.state === "failed") failed.push(describeOutcome(outcome));
    },
    end: () => {
      shown.stop(`${total} sources`);
      for (const line of failed) console.error(line);
    },
  };
}

/** One plain line. */
export function describeOutcome(outcome: Outcome): string {
  if (outcome.state === "unchanged") return `${plain(outcome.source)}: unchanged`;
  if (outcome.state === "failed")
    return `${plain(outcome.source)}: failed (${outcome.kind}): ${plain(outcome.message)}`;
  const { servers, tools, unresolved } = outcome;
  return `${plain(outcome.source)}: ${count(tools, "tool")} of ${count(servers, "server")}, ${unresolved} unresolved`;
}
