import { describe, expect, test } from '@jest/globals';
import type { CrmField, MappingRow } from '@integration-queue/shared/mapping';
import { findNotOffered, ownFields } from './own-fields.js';

const field = (name: string, label: string, options: CrmField['options']): CrmField => ({
  ...{ name, label, options },
  ...{ type: 'option', required: false, writable: true },
});
const SCHEMA = [
  field('stage_id', 'Stage', [
    { value: '1', label: 'Qualified', of: '10' },
    { value: '5', label: 'Up for renewal', of: '20' },
  ]),
  field('pipeline_id', 'Pipeline', [
    { value: '10', label: 'Sales' },
    { value: '20', label: 'Renewals' },
  ]),
];
const copy = (target: string, source: string): MappingRow => ({ target, source: { field: source }, mode: 'overwrite' });
const ROWS = [copy('pipeline_id', 'pipeline'), copy('stage_id', 'stage')];

describe.each([
  ['pipeline first', ROWS],
  ['stage first', ROWS.toReversed()],
])('a stage, in a mapping with the %s', (_, rows) => {
  const check = (deal: object) => findNotOffered('deal', { title: 'Big', ...deal }, ownFields('deal', rows, SCHEMA));

  test('of the pipeline that is chosen, or without one, is taken', () => {
    expect(check({ pipeline: 'Sales', stage: 'Qualified' })).toEqual([]);
    expect(check({ stage: 'Up for renewal' })).toEqual([]);
  });

  test('of another pipeline is refused at its field', () => {
    expect(check({ pipeline: 'Sales', stage: 'Up for renewal' })).toEqual([
      { path: 'deal.stage', message: 'Stage "Up for renewal" is of another pipeline' },
    ]);
  });
});
