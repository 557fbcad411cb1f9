/** One line of `npm run bench`: ours divided by a peer or a floor, measured in the same run. */
export interface Ratio {
  name: string;
  ratio: number;
  detail: string;
}

/** Runs both in turns, after one round that doesn't count, and divides their median times. */
export async function medianRatio(
  ours: () => unknown,
  floor: () => unknown,
  rounds = 7,
): Promise<number> {
  const times = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const a = await time(ours);
    const b = await time(floor);
    if (round === 0) continue;
    times.ours.push(a);
    times.floor.push(b);
  }
  return median(times.ours) / median(times.floor);
}

/** Milliseconds that a task takes. */
export async function time(task: () => unknown): Promise<number> {
  const started = performance.now();
  await task();
  return performance.now() - started;
}

/** The middle of some numbers; of two, the greater. */
export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
