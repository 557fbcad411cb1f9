/** What this browser remembers; nothing where storage is switched off. */
export function remembered(key: string): string | undefined {
  try {
    return localStorage.getItem(`almanac:${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a value, or forgets the key; does nothing where storage is switched off. */
export function remember(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`almanac:${key}`);
    else localStorage.setItem(`almanac:${key}`, value);
  } catch {
    // Private windows and full disks: the page works as well without.
  }
}
