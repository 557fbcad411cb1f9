import type { Labelled } from "../roles.ts";
import type { AttackPattern, Basis } from "./attack.ts";
import agentConfiguration from "./agent-configuration.ts";
import agentMessages from "./agent-messages.ts";
import clickbait from "./clickbait.ts";
import codeExecution from "./code-execution.ts";
import commandInjection from "./command-injection.ts";
import credentialHarvesting from "./credential-harvesting.ts";
import dataDestruction from "./data-destruction.ts";
import exfiltration from "./exfiltration.ts";
import financialHarm from "./financial-harm.ts";
import indirectPromptInjection from "./indirect-prompt-injection.ts";
import localData from "./local-data.ts";
import memoryPoisoning from "./memory-poisoning.ts";
import phishing from "./phishing.ts";
import physicalHarm from "./physical-harm.ts";
import privateRecords from "./private-records.ts";
import privilegeAbuse from "./privilege-abuse.ts";
import reputation from "./reputation.ts";
import resourceConsumption from "./resource-consumption.ts";
import secretArgument from "./secret-argument.ts";
import storedData from "./stored-data.ts";
import supplyChain from "./supply-chain.ts";
import toolMisuse from "./tool-misuse.ts";
import toolRouter from "./tool-router.ts";

/** Every pattern, in the order in which pages show them: what comes in, what leaks, what is run, what is changed. */
export const attacks: readonly AttackPattern[] = [
  indirectPromptInjection,
  exfiltration,
  credentialHarvesting,
  secretArgument,
  privateRecords,
  storedData,
  localData,
  commandInjection,
  codeExecution,
  toolMisuse,
  toolRouter,
  clickbait,
  dataDestruction,
  financialHarm,
  privilegeAbuse,
  agentConfiguration,
  memoryPoisoning,
  supplyChain,
  agentMessages,
  phishing,
  reputation,
  physicalHarm,
  resourceConsumption,
];

/** A pattern that applies to a tool, and what makes it. */
export interface Attack {
  pattern: AttackPattern;
  basis: Basis;
}

/** The documented attacks that abuse exactly the access that a tool has, in display order; often none. */
export function attacksOn(tool: Labelled): Attack[] {
  return attacks.flatMap((pattern) => {
    const basis = pattern.applies(tool);
    return basis ? [{ pattern, basis }] : [];
  });
}
