import type { CrmField, MappingRow } from '@integration-queue/shared/mapping';
import { explainMappingProblem } from './mapping-problem-text';
import { findProblems } from './row-problems';

const field = (name: string, changes: Partial<CrmField> = {}): CrmField => ({
  name,
  label: name.toUpperCase(),
  type: 'string',
  required: false,
  writable: true,
  ...changes,
});
const row = (target: string, changes: Partial<MappingRow> = {}): MappingRow => ({
  target,
  source: { field: 'name' },
  mode: 'overwrite',
  ...changes,
});
const find = (rows: MappingRow[], fields: CrmField[] | null) => {
  const drafts = rows.map((one, key) => ({ key, row: one }));
  const problems = findProblems('company', drafts, fields);
  const byKey = Object.fromEntries([...problems.byKey].map(([key, list]) => [key, list.map(({ code }) => code)]));
  return { ...problems, byKey, unmapped: [...problems.unmapped.keys()] };
};

it('finds nothing wrong in what fits', () => {
  expect(find([row('name')], [field('name', { required: true })])).toMatchObject({ count: 0, isUnfinished: false });
});

it.each<[string, MappingRow, CrmField]>([
  ['unknown_field', row('gone'), field('other')],
  ['read_only_field', row('id'), field('id', { writable: false })],
  ['unknown_source', row('a', { source: { template: '{{nmae}} ({{domain}})' } }), field('a')],
  ['invalid_option', row('a', { values: { Bakery: 'BAKE' } }), field('a', { type: 'option', options: [] })],
  ['not_a_number', row('a', { source: { fixed: 'many' } }), field('a', { type: 'number' })],
  ['not_a_boolean', row('a', { source: { field: 'name' } }), field('a', { type: 'boolean' })],
  ['not_a_date', row('a', { source: { template: 'on {{lastVisitAt}}' } }), field('a', { type: 'date' })],
  ['not_a_time', row('a', { source: { fixed: '31.01.2026' } }), field('a', { type: 'datetime' })],
  ['not_an_email', row('a', { source: { field: 'domain' } }), field('a', { type: 'email' })],
  ['not_an_address', row('a', { source: { field: 'city' } }), field('a', { type: 'url' })],
  ['value_too_long', row('a', { source: { fixed: 'four' } }), field('a', { maxLength: 3 })],
  ['type_mismatch', row('a', { source: { field: 'lastVisitAt' }, mode: 'append' }), field('a', { type: 'date' })],
])('marks the row with %s, in the reader’s language', (code, wrong, only) => {
  const found = find([wrong], [only]);
  expect(found).toMatchObject({ byKey: { 0: [code] }, isUnfinished: false });
  const { what, todo } = explainMappingProblem({ target: 'a', code, message: '', hint: '', value: 'x' }, only.label);
  expect([what, todo]).not.toContain('');
});

it('marks the second of two rows that write the same field', () => {
  expect(find([row('a'), row('a')], [field('a')]).byKey).toEqual({ 1: ['duplicate_target'] });
});

it('names required fields nothing is sent to', () => {
  expect(find([], [field('name', { required: true }), field('id', { required: true, writable: false })])).toMatchObject(
    {
      unmapped: ['name'],
      count: 1,
    },
  );
});

it.each<[string, Partial<MappingRow>]>([
  ['source_missing', { source: { field: '' } }],
  ['source_missing', { source: { template: ' ' } }],
  ['source_too_long', { source: { fixed: 'x'.repeat(70_000) } }],
  ['target_missing', { target: '' }],
])('says before saving that a row is unfinished: %s', (code, changes) => {
  expect(find([row('a', changes)], [field('a')])).toMatchObject({ byKey: { 0: [code] }, isUnfinished: true });
});

it('checks our own side alone while the schema is not known', () => {
  expect(find([row('gone'), row('a', { source: { field: 'nmae' } })], null).byKey).toEqual({ 1: ['unknown_source'] });
});

it('tells a problem with the names in it, whatever is in them', () => {
  const problem = { target: 'a', code: 'invalid_option', message: '', hint: '', value: '<b>$1</b>' };
  expect(explainMappingProblem(problem, 'A & “B”').what).toBe('“A & “B”” has no option “<b>$1</b>”.');
});

it('tells a problem it does not know in the words of the API', () => {
  const problem = { target: 'a', code: 'new_code', message: 'It is so', hint: 'Do this' };
  expect(explainMappingProblem(problem, 'A')).toEqual({ what: 'It is so', todo: 'Do this' });
});
