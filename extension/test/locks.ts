const tails = new Map<string, Promise<unknown>>();

/** Web Locks as far as the extension uses them: one holder a name, in the order they asked. */
export const locks = {
  request<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (tails.get(name) ?? Promise.resolve()).then(work);
    tails.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  },
};
