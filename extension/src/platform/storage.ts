import { browser } from 'wxt/browser';

/**
 * A value in the extension's storage. `local` survives a browser restart, `session` lives in memory. The key carries the
 * version of the shape (`snapshot@1`): a copy in an older shape is simply not found. Kept as JSON text: the browser takes
 * longer to hand over a large object, part by part, than a page takes to read it from a text.
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
    get: async () => (parse(await read(area, key)) as T | undefined) ?? fallback,
    set: (value) => browser.storage[area].set({ [key]: JSON.stringify(value) }),
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
        if (changedArea === area && change) onChange((parse(change.newValue) as T | undefined) ?? fallback);
      });
    },
  };
  return item;
}

/** What was written before values were kept as text is taken as it is. */
function parse(stored: unknown): unknown {
  if (typeof stored !== 'string') return stored;
  try {
    return JSON.parse(stored);
  } catch {
    return stored;
  }
}

type Area = StoredItem<unknown>['area'];
const asked: Record<Area, string[]> = { local: [], session: [] };
const answers: Partial<Record<Area, Promise<Record<string, unknown>>>> = {};

/** What is asked for in one go is read with one call: a page that opens waits for one answer, not for several. */
async function read(area: Area, key: string): Promise<unknown> {
  asked[area].push(key);
  const answer = (answers[area] ??= Promise.resolve().then(() => {
    delete answers[area];
    return browser.storage[area].get(asked[area].splice(0));
  }));
  return (await answer)[key];
}

/** Keeps content scripts out of `storage.local`. Firefox has no such call; there only trusted pages of ours write to it. */
export async function closeStorageToContentScripts(): Promise<void> {
  const local: { setAccessLevel?: (options: { accessLevel: 'TRUSTED_CONTEXTS' }) => Promise<void> } =
    browser.storage.local;
  await local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}
