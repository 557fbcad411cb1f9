import type { CedarValueJson } from "@cedar-policy/cedar-wasm/nodejs";

/** A record of Cedar with these entries; keeps one that is called `__proto__`. */
export function cedarRecord(
  entries: Iterable<readonly [string, CedarValueJson | undefined]>,
): Record<string, CedarValueJson> {
  const present = [...entries].flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toWellFormed(), value] as const],
  );
  return Object.fromEntries(new Map(present));
}

/** A number cut after four places; undefined where a decimal has no room for it. */
export function cedarDecimal(number: number): CedarValueJson | undefined {
  const units = BigInt(Math.trunc(number * 10_000));
  if (units !== BigInt.asIntN(64, units)) return undefined;
  const digits = String(units < 0n ? -units : units).padStart(5, "0");
  const arg = `${units < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`;
  return { __extn: { fn: "decimal", arg } };
}
