import { describeCoverage } from "../classifier/policies/describe.ts";
import type { PolicyFormat, PolicyRequest } from "../classifier/policies/format.ts";
import type { Recommendation } from "../model.ts";
import type { ServerView } from "./facts.ts";
import type { ToolPage } from "../db/queries.ts";
import { limitWords } from "./policy.ts";
import { firstSentence, listed, revisionWords, shortened } from "./text.ts";
import { noDescription, unreadParts } from "./unread.ts";
import { categoryWords, placeWords, riskWords } from "./words.ts";

/** One question with its answer in plain text, and a snippet when the answer has one. */
export interface Question {
  question: string;
  answer: string;
  snippet?: string;
}

function withRecommendation(request: PolicyRequest, recommendation: Recommendation): PolicyRequest {
  return {
    ...request,
    tools: request.tools.map((tool) =>
      tool.name === request.only ? { ...tool, recommendation } : tool,
    ),
  };
}

function risk({ classification }: ToolPage): string {
  return `${riskWords[classification.risk]} risk. ${classification.rationale}`;
}

function blocking(format: PolicyFormat, request: PolicyRequest): Question[] {
  const recommendation: Recommendation = { action: "deny", reason: "blocked by its reader" };
  const denied = withRecommendation(request, recommendation);
  const emitted = format.emit(denied);
  const got = emitted.coverage.find((each) => each.tool === request.only)?.got;
  if (got !== "deny") return [];
  const { others, later } = describeCoverage(emitted, request.only);
  return [
    {
      question: `How do I block it in ${format.title}?`,
      answer: `Use the snippet below, with your own name for the server in place of “${request.alias}”. ${format.goesInto} ${others} ${later}`,
      snippet: emitted.body,
    },
  ];
}

function limiting(formats: PolicyFormat[], request: PolicyRequest): Question {
  const own = request.tools.find((tool) => tool.name === request.only)?.recommendation;
  const limit = own?.limit ?? { max: 30, window: "minute" as const };
  const recommendation: Recommendation = {
    action: "limit",
    limit,
    reason: "limited by its reader",
  };
  const alone = withRecommendation(
    { ...request, tools: request.tools.filter((tool) => tool.name === request.only) },
    recommendation,
  );
  const [first] = formats;
  const covered = first?.emit(alone).coverage[0];
  const can = formats.filter(({ abilities }) => abilities.limits.includes(limit.window));
  const answers = [
    first && covered?.got !== "limit" ? (covered?.note ?? `${first.title} cannot.`) : undefined,
    can.length > 0 &&
      `${listed(can.map(({ title }) => title))} can: for example ${limitWords(limit)}.`,
  ];
  return {
    question: "Can I limit how often it is called?",
    answer: answers.filter(Boolean).join(" "),
  };
}

function declaration(server: ServerView, { definition, classification }: ToolPage): string {
  if (unreadParts(server, definition.name).includes("annotations"))
    return "Its annotations could not be read, so there is nothing to compare. That is not a claim that it is safe.";
  const declared = Object.entries(definition.annotations ?? {}).filter(
    ([, value]) => typeof value === "boolean",
  );
  if (declared.length === 0)
    return "The author declares no behaviour hints for it, so there is nothing to compare. That is not a claim that it is safe.";
  const conflicts = classification.conflicts.map(
    ({ annotation, declared: value, found }) =>
      `${annotation} is declared ${value}, found: ${found}`,
  );
  const said = declared.map(([hint, value]) => `${hint}: ${value}`).join(", ");
  return conflicts.length > 0
    ? `Not entirely. ${conflicts.join("; ")}.`
    : `Nothing was found against what is declared (${said}).`;
}

function dependency({ from }: ToolPage): string {
  if (from === undefined) return "";
  return ` of the dependency ${from.name}${from.version === undefined ? "" : `@${from.version}`}`;
}

/** Questions that people ask about a tool; what an answer says of a snippet is read off the snippet. */
export function questions(formats: PolicyFormat[], server: ServerView, tool: ToolPage): Question[] {
  const { name, description } = tool.definition;
  const request = { ...server.request, only: name };
  const first = formats[0];
  const said = firstSentence(description);
  return [
    {
      question: `What does ${shortened(name, 80)} do?`,
      answer: said
        ? `Its author says: “${said}” As far as was found, it ${categoryWords[tool.classification.category]}.`
        : `${noDescription(server, name)} As far as was found, it ${categoryWords[tool.classification.category]}.`,
    },
    { question: "How risky is it, and why?", answer: risk(tool) },
    ...(first ? blocking(first, request) : []),
    limiting(formats, request),
    { question: "Does it do what its author declares?", answer: declaration(server, tool) },
    {
      question: "Where does this come from?",
      answer: `From ${server.source} at ${revisionWords(server.revision)}; the tool is registered in ${placeWords(tool.at)}${dependency(tool)}. Labelled by ${tool.classification.engine}.`,
    },
  ];
}
