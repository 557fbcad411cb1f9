import { choice, isComposite, optionsOf, type Unknown, type Value } from "./values.ts";

/** What depends on a setting. */
export function ofSetting(reason: string, unset?: Value): Unknown {
  return { kind: "unknown", reason, setting: unset === undefined ? {} : { unset } };
}

/** Whether a value may depend on a setting. */
export function isSetting(value: Value): boolean {
  return optionsOf(value).some(
    (one) => isComposite(one) && one.kind === "unknown" && one.setting !== undefined,
  );
}

/** What a value is as long as nobody sets anything; undefined when it depends on no setting, or when that is not known. */
export function unsetOf(value: Value): Value | undefined {
  const options = optionsOf(value);
  const settings = options.flatMap((one) =>
    isComposite(one) && one.kind === "unknown" && one.setting ? [one.setting] : [],
  );
  if (settings.length === 0) return undefined;
  const rest = options.filter(
    (one) => !isComposite(one) || one.kind !== "unknown" || one.setting === undefined,
  );
  return rest.length > 0 ? choice(rest) : settings[0]?.unset;
}
