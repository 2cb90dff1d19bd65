import { expect, test } from '@jest/globals';
import type { FieldValue } from '@integration-queue/shared/sync';
import { applyMapping } from './apply.js';
import { sameValue, writeReceipt } from './receipt.js';

const verdict = (sent: FieldValue, before: FieldValue | null, after: FieldValue) =>
  writeReceipt(
    [{ target: 'teams', source: 'tags', rule: 'overwrite', made: sent, value: sent }],
    { teams: before },
    { teams: after },
  )[0]!.verdict;

test('several options are as sent in whatever order the CRM keeps them', () => {
  expect(verdict(['b', 'a'], null, ['a', 'b'])).toBe('written');
  expect(verdict(['b', 'a'], ['a', 'b'], ['a', 'b'])).toBe('unchanged');
  expect(verdict(['b', 'a'], null, ['a'])).toBe('altered');
  expect(verdict(['b', 'a'], ['a', 'c'], ['a', 'c'])).toBe('dropped');
});

test('several options read as one text, as some CRMs answer a lookup, are what a list of them is', () => {
  expect(sameValue('a;b', ['b', 'a'])).toBe(true);
  expect(sameValue('a, b', ['a', 'b'])).toBe(true);
  expect(sameValue('a;b', ['a'])).toBe(false);
  expect(sameValue('b; a', 'a; b')).toBe(false);
});

test.each<[string | string[], FieldValue, boolean]>([
  ['Bakery', 'FOOD', true],
  ['Bank', 'Bank', false],
  [['Bank', 'Bakery'], ['Bank', 'FOOD'], true],
])('a receipt tells whether a value was translated: %j', (industry, sent, isTranslated) => {
  const values = { Bakery: 'FOOD' };
  const mapped = applyMapping(
    [{ target: 'branch', source: { field: 'industry' }, mode: 'overwrite', values }],
    { industry },
    undefined,
  );
  const [line] = writeReceipt(mapped, undefined, undefined);
  expect([line?.sent, line?.translated ?? false]).toEqual([sent, isTranslated]);
});
