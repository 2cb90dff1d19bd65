import { expect, test } from '@jest/globals';
import type { MappingRow } from '@integration-queue/shared/mapping';
import type { FieldValue } from '@integration-queue/shared/sync';
import { append } from './append.js';
import { applyMapping } from './apply.js';
import { optionFields } from './chosen-options.js';

const listed = (...values: string[]) => ({ options: values.map((value) => ({ value, label: value })) });

test('what the CRM has is one option between two semicolons, even where its commas part it into options', () => {
  const field = listed('Food', 'Drink', 'Food, Drink', 'Toys');
  expect(append('Food, Drink;Toys', 'Drink', field)).toEqual(['Food, Drink', 'Toys', 'Drink']);
  expect(append('Food, Drink;Toys', 'Food', field)).toEqual(['Food, Drink', 'Toys', 'Food']);
  expect(append('Food, Drink', 'Toys', listed('Food', 'Drink', 'Toys'))).toEqual(['Food, Drink', 'Toys']);
});

test('of ours, semicolons part before commas do', () => {
  const field = listed('Food', 'Drink', 'Food, Drink', 'Toys');
  expect(append(['Food'], 'Food, Drink; Toys', field)).toEqual(['Food', 'Food, Drink', 'Toys']);
});

const options = optionFields([
  { name: 'areas', label: 'Areas', type: 'options', required: false, writable: true, ...listed('Food', 'Toys') },
]);

test.each<[FieldValue | null, FieldValue, string[]]>([
  [null, 'Food; Toys', ['Food', 'Toys']],
  ['', 'Food, Toys', ['Food', 'Toys']],
  [[], ['Food', 'Toys', 'Food'], ['Food', 'Toys']],
])('to a field that has %p, ours are added one by one as well', (there, tags, sent) => {
  const rows: MappingRow[] = [{ target: 'areas', source: { field: 'tags' }, mode: 'append' }];
  for (const before of [{ areas: there }, undefined])
    expect(applyMapping(rows, { tags }, before, options)[0]!.value).toEqual(sent);
});

test.each(['overwrite', 'if_empty', 'append'] as const)(
  'several options of one fixed value are sent each: %s',
  (mode) => {
    const rows: MappingRow[] = [{ target: 'areas', source: { fixed: 'Food; Toys' }, mode }];
    // What was made is remembered of a write, where the options are not known.
    expect(applyMapping(rows, {}, undefined, options)).toMatchObject([{ made: 'Food; Toys', value: ['Food', 'Toys'] }]);
    expect(applyMapping(rows, {}, undefined)).toMatchObject([{ made: 'Food; Toys', value: 'Food; Toys' }]);
  },
);

test('several options of one fixed value are added to those that are there, each once', () => {
  const rows: MappingRow[] = [{ target: 'areas', source: { fixed: 'Food;Toys' }, mode: 'append' }];
  expect(applyMapping(rows, {}, { areas: 'Toys;retired' }, options)[0]!.value).toEqual(['Toys', 'retired', 'Food']);
  expect(applyMapping(rows, {}, { areas: 'Toys;Food' }, options)[0]!.value).toBeUndefined();
});
