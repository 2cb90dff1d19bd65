import { browser } from 'wxt/browser';

/**
 * A value in the extension's storage. `local` survives a browser restart, `session` lives in memory. The key carries the
 * version of the shape (`snapshot@1`): a copy in an older shape is simply not found.
 */
export interface StoredItem<T> {
  readonly area: 'local' | 'session';
  readonly key: string;
  readonly fallback: T;
  get(): Promise<T>;
  set(value: T): Promise<void>;
  /** Reads, changes and writes, one change after the other. Right only where one context alone changes the item. */
  change(update: (value: T) => T): Promise<T>;
  remove(): Promise<void>;
  watch(onChange: (value: T) => void): void;
}

/** Defines a stored value; `fallback` is what reading answers where nothing is stored. */
export function storedItem<T>(area: 'local' | 'session', key: string, fallback: T): StoredItem<T> {
  let lastChange: Promise<unknown> = Promise.resolve();
  const item: StoredItem<T> = {
    area,
    key,
    fallback,
    get: async () => (await browser.storage[area].get<Record<string, T>>(key))[key] ?? fallback,
    set: (value) => browser.storage[area].set({ [key]: value }),
    remove: () => browser.storage[area].remove(key),
    change(update) {
      const change = lastChange.then(async () => {
        const before = await item.get();
        const after = update(before);
        if (after !== before) await item.set(after);
        return after;
      });
      lastChange = change.catch(() => undefined);
      return change;
    },
    watch(onChange) {
      browser.storage.onChanged.addListener((changes, changedArea) => {
        const change = changes[key];
        if (changedArea === area && change) onChange((change.newValue as T | undefined) ?? fallback);
      });
    },
  };
  return item;
}

type Values<I extends readonly StoredItem<unknown>[]> = {
  [K in keyof I]: I[K] extends StoredItem<infer T> ? T : never;
};

/** Reads several items with one call per area. */
export async function readItems<const I extends readonly StoredItem<unknown>[]>(...items: I): Promise<Values<I>> {
  const read = async (area: 'local' | 'session') => {
    const keys = items.filter((item) => item.area === area).map((item) => item.key);
    return keys.length > 0 && browser.storage[area].get(keys);
  };
  const [local, session] = await Promise.all([read('local'), read('session')]);
  const stored: Record<string, unknown> = { ...local, ...session };
  return items.map((item) => stored[item.key] ?? item.fallback) as Values<I>;
}

/** Keeps content scripts out of `storage.local`. Firefox has no such call; there only trusted pages of ours write to it. */
export async function closeStorageToContentScripts(): Promise<void> {
  const local: { setAccessLevel?: (options: { accessLevel: 'TRUSTED_CONTEXTS' }) => Promise<void> } =
    browser.storage.local;
  await local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}
