import { benchClassification } from "./bench/classification.ts";
import { benchExtraction } from "./bench/extraction.ts";
import { benchPages } from "./bench/pages.ts";
import { benchPolicies } from "./bench/policies.ts";
import { benchStart } from "./bench/start.ts";
import { benchUpserts } from "./bench/upserts.ts";

for (const bench of [
  benchExtraction,
  benchStart,
  benchClassification,
  benchPages,
  benchPolicies,
  benchUpserts,
]) {
  const { name, ratio, detail } = await bench();
  console.log(`${ratio.toFixed(2).padStart(8)}  ${name}  (${detail})`);
}
