import { functionsNamed, type Code, type Found, type Loaded } from "./code.ts";
import { common } from "./common.ts";
import { isOneOwner } from "./members.ts";

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
    for (const fn of target === undefined ? [] : functionsNamed(target, name))
      if (fn.owner !== undefined) candidates.push({ file: target!, fn });
  }
  const alike = candidates.filter(
    ({ fn }) => wanted.length > 3 && isAlike(letters(fn.owner!), wanted),
  );
  if (isOneOwner(alike)) return alike;
  return isOneOwner(candidates) && !common.has(name) && name.length > 3 ? candidates : [];
}

const letters = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();

const isAlike = (owner: string, receiver: string): boolean =>
  owner === receiver || owner.endsWith(receiver) || (owner.length > 5 && receiver.endsWith(owner));
