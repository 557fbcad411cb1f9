/** What a label rests on, as far as it tells how often such labels are right. */
export interface Support {
  /** Claims of the category that the label has, 1 or more; 0 when nothing was found. */
  agreeing: number;
  /** Claims that it is of another effect, or worse. */
  opposing: number;
  /** A claim decided, and didn't only suggest. */
  decided: boolean;
  /** A verb that is known, in a language that is read. */
  told: boolean;
  /** There is a description. */
  described: boolean;
  /** The handler was read and shows nothing either way. */
  silent: boolean;
}

/**
 * Shares of labels whose category was right, by how many claims agree (1, 2, more) and oppose (0, 1, more). Fitted on the
 * development half of the labelled servers, few cases drawn towards the middle; `npm run labels` shows how it holds on all of them.
 */
const shares: readonly (readonly number[])[] = [
  [0.93, 0.78, 0.7],
  [0.97, 0.91, 0.8],
  [0.98, 0.92, 0.85],
];
/** Too few were labelled by hand to measure these: set low, so that a person is asked. */
const guess = 0.45;
const suggested = 0.6;
const undescribed = 0.75;

/** How often labels of this make have the right category, 0 to 1; the risk is not part of it. */
export function confidenceOf(support: Support): number {
  const { agreeing, opposing, decided, told, described, silent } = support;
  if (!told || agreeing === 0) return guess;
  const share = shares[Math.min(agreeing, 3) - 1]![Math.min(opposing, 2)]!;
  const most = Math.min(decided ? 1 : suggested, described ? 1 : undescribed);
  return Math.round((Math.min(share, most) - (silent ? 0.02 : 0)) * 100) / 100;
}
