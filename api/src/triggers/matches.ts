import type { TriggerCondition } from '@integration-queue/shared/trigger';
import { type Occasion, readField } from './occasion.js';

type Question = Extract<TriggerCondition, { field: string }>;

const DAY_MS = 86_400_000;

/**
 * Whether an occasion meets the conditions. Texts are compared whatever their case; of a list, one item is enough. What is
 * not known equals nothing and is neither large nor small, so that "is not" holds for it.
 */
export function matches(condition: TriggerCondition, occasion: Occasion, now = Date.now()): boolean {
  if ('all' in condition) return condition.all.every((inner) => matches(inner, occasion, now));
  if ('any' in condition) return condition.any.some((inner) => matches(inner, occasion, now));
  return answer(condition, readField(occasion, condition.field), now);
}

function answer({ operator, value }: Question, found: unknown, now: number): boolean {
  const wanted = Array.isArray(value) ? value : [value];
  switch (operator) {
    case 'is_set':
      return isSet(found);
    case 'is_not_set':
      return !isSet(found);
    case 'equals':
    case 'in':
      return some(found, (one) => wanted.some((other) => fold(one) === fold(other)));
    case 'not_equals':
    case 'not_in':
      return !some(found, (one) => wanted.some((other) => fold(one) === fold(other)));
    case 'contains':
      return some(found, (one) => fold(one).includes(fold(value)));
    case 'not_contains':
      return !some(found, (one) => fold(one).includes(fold(value)));
    case 'starts_with':
      return some(found, (one) => fold(one).startsWith(fold(value)));
    case 'at_least':
      return numberOf(found) >= Number(value);
    case 'at_most':
      return numberOf(found) <= Number(value);
    case 'within_days':
      return now - timeOf(found) <= Number(value) * DAY_MS;
    case 'older_than_days':
      return now - timeOf(found) > Number(value) * DAY_MS;
  }
}

function isSet(found: unknown): boolean {
  return found !== undefined && found !== null && found !== '' && !(Array.isArray(found) && found.length === 0);
}

function some(found: unknown, holds: (one: unknown) => boolean): boolean {
  if (!isSet(found)) return false;
  return Array.isArray(found) ? found.some(holds) : holds(found);
}

function fold(value: unknown): string {
  return String(value).trim().toLowerCase();
}

/** NaN, which is neither at least nor at most anything, where there is no number. */
function numberOf(found: unknown): number {
  if (typeof found === 'number') return found;
  return typeof found === 'string' && found.trim() !== '' ? Number(found) : Number.NaN;
}

function timeOf(found: unknown): number {
  return typeof found === 'string' ? Date.parse(found) : Number.NaN;
}
