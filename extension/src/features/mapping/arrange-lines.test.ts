import type { CrmField, MappingRow } from '@integration-queue/shared/mapping';
import { arrangeLines } from './arrange-lines';

const field = (name: string, changes: Partial<CrmField> = {}): CrmField => ({
  name,
  label: `Label of ${name}`,
  type: 'string',
  required: false,
  writable: true,
  ...changes,
});
const draft = (target: string, key: number): { key: number; row: MappingRow } => ({
  key,
  row: { target, source: { field: 'industry' }, mode: 'overwrite' },
});
const fields = [
  field('zeta'),
  field('name', { required: true }),
  field('owner', { required: true }),
  field('city'),
  field('id', { writable: false }),
];
const targets = ({ sent, unsent }: ReturnType<typeof arrangeLines>) => [
  sent.map(({ field: one, draft: row }) => row?.row.target ?? `${one?.name}?`),
  unsent.map(({ name }) => name),
];

it('puts required fields first, those that still have nothing before all, and offers what is not sent', () => {
  expect(targets(arrangeLines([draft('gone', 1), draft('name', 2)], fields))).toEqual([
    ['owner?', 'name', 'gone'],
    ['city', 'zeta'],
  ]);
});

it('finds by label, name and source', () => {
  const rows = [draft('gone', 1), draft('name', 2)];
  expect(targets(arrangeLines(rows, fields, 'label name'))).toEqual([['name'], []]);
  expect(targets(arrangeLines(rows, fields, 'INDUSTRY'))).toEqual([['name', 'gone'], []]);
  expect(targets(arrangeLines(rows, fields, 'cit'))).toEqual([[], ['city']]);
});

it('shows the rows while the schema is not known', () => {
  expect(targets(arrangeLines([draft('name', 1)], []))).toEqual([['name'], []]);
});
