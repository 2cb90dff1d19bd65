import { expect, test } from '@jest/globals';
import type { CrmField, MappingRow } from '@integration-queue/shared/mapping';
import { applyMapping } from './apply.js';
import { checkValues } from './check-values.js';
import { optionFields } from './chosen-options.js';

const field = (name: string): CrmField => ({ name, label: name, type: 'string', required: true, writable: true });
const problems = (rows: MappingRow[], fields: CrmField[], before?: Record<string, string>) =>
  checkValues(applyMapping(rows, { name: 'Acme' }, before), fields, before).map(({ target, code }) => [target, code]);

test('a CRM without a schema takes any field', () => {
  expect(problems([{ target: 'any', source: { field: 'name' }, mode: 'overwrite' }], [])).toEqual([]);
});

test('a required field has a value where the record that is there has one; a new record has none', () => {
  const rows: MappingRow[] = [
    { target: 'name', source: { field: 'name' }, mode: 'if_empty' },
    { target: 'notes', source: { field: 'name' }, mode: 'append' },
    { target: 'city', source: { field: 'city' }, mode: 'overwrite' },
  ];
  const fields = ['name', 'notes', 'city'].map(field);
  expect(problems(rows, fields, { name: 'Acme BV', notes: 'Acme', city: 'Goor' })).toEqual([]);
  expect(problems(rows, fields, { name: 'Acme BV', notes: 'Acme', city: '' })).toEqual([
    ['city', 'required_field_missing'],
  ]);
  expect(problems(rows, fields)).toEqual([['city', 'required_field_missing']]);
});

test('of options that are added, those that are there already are not asked about', () => {
  const rows: MappingRow[] = [{ target: 'areas', source: { field: 'tags' }, mode: 'append', values: { it: '1' } }];
  const areas: CrmField = {
    ...field('areas'),
    type: 'options',
    required: false,
    options: [{ value: '1', label: 'IT' }],
  };
  const found = (...tags: string[]) => {
    const mapped = applyMapping(rows, { tags }, { areas: 'retired' }, optionFields([areas]));
    return checkValues(mapped, [areas]).map(({ code, value }) => [code, value]);
  };
  expect(found('it')).toEqual([]);
  expect(found('it', 'anvils')).toEqual([['invalid_option', 'anvils']]);
});
