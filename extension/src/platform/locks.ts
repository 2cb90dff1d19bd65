/** Runs `work` while no other holder of the lock runs, in any context of the extension. */
export function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(name, work);
}
