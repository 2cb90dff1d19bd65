/** One page of a list, and where the next begins; null on the last. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/**
 * Every item of a list, page by page; the next page is only asked for when the last was gone through:
 * `for await (const sync of eachItem((page) => client.listSyncs({ status: 'error', ...page })))`.
 */
export async function* eachItem<T>(read: (page: { cursor?: string }) => Promise<Page<T>>): AsyncGenerator<T> {
  let cursor: string | null = null;
  do {
    const { items, nextCursor }: Page<T> = await read(cursor === null ? {} : { cursor });
    yield* items;
    cursor = nextCursor;
  } while (cursor !== null);
}
