import { findTopic, quoteHit } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

/** Devices in the physical world. */
export default {
  id: "physical",
  phase: "risk",
  reason: "A device acts on people and things around it.",
  nearMiss: "Reading a thermometer moves nothing; the lock of an issue or a domain is no lock.",
  claim(facts, category) {
    if (category !== "Write" && category !== "Execute") return undefined;
    const act = facts.described[0] ?? facts.named;
    const word = act && findTopic(act.object, "physical");
    if (!word || facts.about.has("browser")) return undefined;
    const around = [...act.object, ...facts.nameWords];
    if (around.some(({ text }) => unlike.get(word.text)?.has(text))) return undefined;
    const text = act.witness === "name" ? facts.subject.name : facts.subject.description!;
    const reason = "it acts on a physical device";
    return {
      facets: ["physical"],
      step: { by: 1, reason },
      evidence: [
        quoteHit(
          facts,
          {
            witness: act.witness,
            start: word.start,
            end: word.end,
            text: text.slice(word.start, word.end),
          },
          reason,
        ),
      ],
    };
  },
} satisfies Rule;

/** Company in which a word for a device is something else: a domain's lock, a light theme, a plug-in. */
const unlike: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    lock: "domain transfer registrar issue thread conversation discussion file record row table branch state merge account edit",
    locks:
      "domain transfer registrar issue thread conversation discussion file record row table branch state merge account edit",
    light: "theme mode weight version",
    plug: "in ins",
    fan: "out in page community",
    vehicle: "record listing",
    car: "listing rental ad",
    camera: "viewport scene view blender",
    climate: "report data",
    door: "listing",
    "home assistant":
      "category categories label labels dashboard dashboards area floor zone tag theme blueprint resource",
    printer: "network driver queue spooler default",
    plotter: "chart graph",
    mixer: "crypto token coin",
  }).map(([word, company]) => [word, new Set(company.split(" "))]),
);
