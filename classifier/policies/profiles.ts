import type { Recommendation } from "../../model.ts";
import { leastConfidence, pace, recommend, type Judged } from "./recommend.ts";

/** How careful a policy is, from the most careful. */
export const profiles = ["stricter", "recommended", "looser"] as const;
export type Profile = (typeof profiles)[number];

/** What each profile does, in one sentence. */
export const profileWords: Record<Profile, string> = {
  stricter:
    "Whatever changes something asks, and what would ask and can do the most harm is blocked.",
  recommended:
    "Harmless tools run, changes are limited, what matters asks, and what can't be undone is blocked.",
  looser:
    "Reads run, changes are limited, and only what can do the most harm asks; nothing is blocked.",
};

/** What to do about a tool under a profile; never looser than the next more careful profile, nor than what was found in its definition allows. */
export function recommendFor(tool: Judged, profile: Profile): Recommendation {
  const usual = recommend(tool);
  if (profile === "recommended") return usual;
  return profile === "stricter" ? stricter(tool, usual) : looser(tool, usual);
}

function stricter(tool: Judged, usual: Recommendation): Recommendation {
  const { category, risk } = tool;
  const isGrave = category === "Destructive" || category === "Financial" || risk === "critical";
  if (usual.action === "ask" && isGrave)
    return { action: "deny", reason: `${because(usual)}, so the stricter profile blocks it.` };
  if (category === "Read" || usual.action === "ask" || usual.action === "deny") return usual;
  return {
    action: "ask",
    reason: "It changes something, so the stricter profile shows each call to a person.",
  };
}

function looser(tool: Judged, usual: Recommendation): Recommendation {
  const { category, risk, hygiene, confidence } = tool;
  if (usual.action === "deny")
    return { action: "ask", reason: `${because(usual)}, so even the looser profile asks.` };
  if (category === "Read" && usual.action === "limit")
    return {
      action: "allow",
      reason: "It only reads, and the looser profile sets no limit to that.",
    };
  const mayRun = risk !== "critical" && category !== "Financial" && category !== "Destructive";
  if (usual.action !== "ask" || !mayRun || hygiene.length > 0 || confidence < leastConfidence)
    return usual;
  return category === "Read" || tool.facets.includes("secrets") ? usual : (pace(tool) ?? usual);
}

const because = ({ reason }: Recommendation): string =>
  reason.slice(0, reason.lastIndexOf(", so "));
