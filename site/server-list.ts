/** Servers on one page of the list. */
export const listSize = 200;

export interface ListPage {
  /** From 1. */
  page: number;
  /** The id before its first one; absent on the first page. */
  after?: string;
}

/** The pages of the list of servers; one, when there are none. */
export function listPages(ids: string[]): ListPage[] {
  const number = Math.max(1, Math.ceil(ids.length / listSize));
  return Array.from({ length: number }, (_, index) => {
    const after = ids[index * listSize - 1];
    return { page: index + 1, ...(after !== undefined && { after }) };
  });
}
