/** `ListUsers` -> `list-users`, as Laravel's Str::kebab does it. */
export function toKebab(name: string): string {
  return name.replaceAll(/(.)(?=[A-Z])/g, "$1-").toLowerCase();
}

/** `ListUsers` -> `List Users`, as Laravel's Str::headline does it. */
export function toHeadline(name: string): string {
  return name
    .replaceAll(/(?=\p{Lu})|[-_ ]/gu, " ")
    .trim()
    .split(/ +/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");
}
