import type { FieldValue } from '@integration-queue/shared/sync';

/** Whether two choices of several options are the same. CRMs keep them in an order of their own, some as `a;b`. */
export function sameOptions(one: FieldValue, other: FieldValue): boolean {
  const [mine, theirs] = [optionsOf(one), optionsOf(other)];
  return mine.size === theirs.size && [...mine].every((option) => theirs.has(option));
}

function optionsOf(value: FieldValue): Set<string> {
  const items = Array.isArray(value) ? value : String(value).split(';');
  return new Set(items.map((item) => item.trim()).filter((item) => item !== ''));
}
