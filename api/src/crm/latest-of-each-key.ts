import type { WriteItem } from './connector.js';

/** CRMs refuse a call that has a key twice; of two rows for one record the later one is meant. */
export function latestOfEachKey(items: WriteItem[]): WriteItem[] {
  return [...new Map(items.map((item) => [item.key, item])).values()];
}
