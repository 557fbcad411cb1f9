import type { Code, Found, Loaded } from "./code.ts";

/** Method names that libraries use everywhere: by themselves they say nothing about whose they are. */
const common = new Set(
  `get set add put delete remove update create insert find list query execute exec run call send post patch request fetch
  open close read write start stop connect disconnect init push pop map filter forEach then catch finally on emit apply bind
  format parse build make load save log info error warn debug append extend join split strip replace encode decode next
  clear has keys values items iter copy clone toString invoke handle process apply resolve reject commit rollback
  begin render print flush reset select where from into publish subscribe`.split(/\s+/),
);

/** The only method of a name, or the only one whose class is named as the receiver is: `boxClient.remove` -> `BoxClient`. */
export async function byReceiver(
  code: Code,
  file: Loaded,
  receiver: string,
  name: string,
): Promise<Found[]> {
  const wanted = letters(receiver);
  const candidates: Found[] = [];
  for (const path of code.defining(file, name)) {
    const target = await code.load(path);
    for (const fn of target?.functions ?? [])
      if (fn.name === name && fn.owner !== undefined) candidates.push({ file: target!, fn });
  }
  const alike = candidates.filter(
    ({ fn }) => wanted.length > 3 && isAlike(letters(fn.owner!), wanted),
  );
  if (alike.length === 1) return alike;
  return candidates.length === 1 && !common.has(name) && name.length > 3 ? candidates : [];
}

const letters = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();

const isAlike = (owner: string, receiver: string): boolean =>
  owner === receiver || owner.endsWith(receiver) || (owner.length > 5 && receiver.endsWith(owner));
