import type { MappingRow } from '@integration-queue/shared/mapping';
import { compareRows, isSameMapping } from './compare-rows';

const row = (target: string, changes: Partial<MappingRow> = {}): MappingRow => ({
  target,
  source: { field: target },
  mode: 'overwrite',
  ...changes,
});

it('tells added, changed and removed rows', () => {
  const [kept, city, changed] = [row('name'), row('city'), row('city', { mode: 'if_empty' })];
  expect(compareRows([kept, city, row('phone')], [row('email'), changed, kept])).toEqual([
    { target: 'email', before: null, after: row('email') },
    { target: 'city', before: city, after: changed },
    { target: 'phone', before: row('phone'), after: null },
  ]);
});

it('does not mind the order of rows, keys, or translations', () => {
  const stored: unknown = JSON.parse(
    '{"mode":"overwrite","values":{"b":"2","a":"1"},"source":{"field":"x"},"target":"x"}',
  );
  const typed = row('x', { values: { a: '1', b: '2' } });
  expect(isSameMapping([stored as MappingRow, row('y')], [row('y'), typed])).toBe(true);
  expect(isSameMapping([typed], [row('x', { values: { a: '1' } })])).toBe(false);
});

it('sees the difference between the number 1 and the text “1”', () => {
  expect(isSameMapping([row('x', { source: { fixed: 1 } })], [row('x', { source: { fixed: '1' } })])).toBe(false);
});
