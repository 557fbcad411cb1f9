import outsideContent from "./outside-content.ts";
import callerAddress from "./caller-address.ts";
import hostFiles from "./host-files.ts";
import sendsOut from "./sends-out.ts";
import repeatable from "./repeatable.ts";
import aboutMoney from "./about-money.ts";
import infrastructure from "./infrastructure.ts";
import unknownVerb from "./unknown-verb.ts";
import type { Rule } from "./rule.ts";
import appliesManifest from "./applies-manifest.ts";
import arbitraryCode from "./arbitrary-code.ts";
import arbitraryQuery from "./arbitrary-query.ts";
import arbitraryRequest from "./arbitrary-request.ts";
import boundedOperation from "./bounded-operation.ts";
import bulk from "./bulk.ts";
import changesAccess from "./changes-access.ts";
import changesInfrastructure from "./changes-infrastructure.ts";
import declared from "./declared.ts";
import describedAct from "./described-act.ts";
import handlerCall from "./handler-call.ts";
import irreversible from "./irreversible.ts";
import liveInterface from "./live-interface.ts";
import modes from "./modes.ts";
import namedAct from "./named-act.ts";
import overwrites from "./overwrites.ts";
import payerApproves from "./payer-approves.ts";
import physical from "./physical.ts";
import reachesPublic from "./reaches-public.ts";
import readsPrivate from "./reads-private.ts";
import readsSecrets from "./reads-secrets.ts";
import rehearsal from "./rehearsal.ts";
import resourceSecrets from "./resource-secrets.ts";
import restorable from "./restorable.ts";
import runsOnHost from "./runs-on-host.ts";
import savedOutput from "./saved-output.ts";
import scratch from "./scratch.ts";
import shape from "./shape.ts";
import sideEffect from "./side-effect.ts";
import sharedBranch from "./shared-branch.ts";
import spendsOnAds from "./spends-on-ads.ts";
import totalLoss from "./total-loss.ts";
import trivial from "./trivial.ts";

/** Every rule, in the order in which evidence is shown: what it does, then what moves the risk. */
export const rules: readonly Rule[] = [
  describedAct,
  namedAct,
  sideEffect,
  modes,
  totalLoss,
  appliesManifest,
  arbitraryCode,
  arbitraryQuery,
  arbitraryRequest,
  liveInterface,
  spendsOnAds,
  savedOutput,
  handlerCall,
  declared,
  unknownVerb,
  shape,
  readsSecrets,
  resourceSecrets,
  readsPrivate,
  runsOnHost,
  changesAccess,
  changesInfrastructure,
  reachesPublic,
  sharedBranch,
  overwrites,
  bulk,
  physical,
  scratch,
  boundedOperation,
  restorable,
  payerApproves,
  trivial,
  rehearsal,
  irreversible,
  outsideContent,
  callerAddress,
  hostFiles,
  sendsOut,
  repeatable,
  aboutMoney,
  infrastructure,
];
