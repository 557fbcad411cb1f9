import borrowedName from "./borrowed-name.ts";
import type { Check } from "./check.ts";
import consent from "./consent.ts";
import dataPassing from "./data-passing.ts";
import direction from "./direction.ts";
import encoded from "./encoded.ts";
import forgedTurn from "./forged-turn.ts";
import hiddenMarkup from "./hidden-markup.ts";
import invisible from "./invisible.ts";
import leakingLink from "./leaking-link.ts";
import lookAlike from "./look-alike.ts";
import otherTools from "./other-tools.ts";
import outOfSight from "./out-of-sight.ts";
import override from "./override.ts";
import secrecy from "./secrecy.ts";
import shellOrder from "./shell-order.ts";
import terminalCodes from "./terminal-codes.ts";
import twinName from "./twin-name.ts";

/** Every check, in the order in which findings are shown: orders to the model, what is hidden, then names. */
export const checks: readonly Check[] = [
  override,
  secrecy,
  dataPassing,
  otherTools,
  consent,
  forgedTurn,
  shellOrder,
  encoded,
  hiddenMarkup,
  leakingLink,
  invisible,
  direction,
  terminalCodes,
  outOfSight,
  lookAlike,
  borrowedName,
  twinName,
];
