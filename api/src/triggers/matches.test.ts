import { describe, expect, test } from '@jest/globals';
import type { Company } from '@integration-queue/shared/company';
import type { TriggerCondition } from '@integration-queue/shared/trigger';
import { matches } from './matches.js';
import type { Occasion } from './occasion.js';

const NOW = Date.parse('2026-02-01T12:00:00Z');
const company: Company = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  name: 'Acme GmbH',
  country: 'DE',
  employees: 50,
  tags: ['Key account', 'South'],
  pages: ['/pricing/eu', '/'],
  visitCount: 9,
  custom: { segment: 'B2B', score: 7, 'a.b': '12' },
  firstVisitAt: '2026-01-01T12:00:00Z',
  createdAt: '2026-01-01T12:00:00Z',
  updatedAt: '2026-01-01T12:00:00Z',
};
const visit = {
  at: new Date(NOW),
  page: '/pricing/eu',
  number: 3,
  previousAt: new Date('2026-01-25T12:00:01Z'),
};
const occasion: Occasion = { id: 'v', company, visit };
const holds = (field: string, operator: string, value?: unknown) =>
  matches({ field, operator, value } as TriggerCondition, occasion, NOW);

test.each<[string, string, unknown, boolean]>([
  ['name', 'equals', 'acme gmbh ', true],
  ['name', 'equals', 'acme', false],
  ['name', 'contains', 'GMBH', true],
  ['name', 'starts_with', 'gmbh', false],
  ['name', 'starts_with', '.*', false],
  ['country', 'in', ['AT', 'de'], true],
  ['country', 'not_in', ['AT', 'DE'], false],
  ['country', 'not_equals', 'AT', true],
  ['industry', 'equals', '', false],
  ['industry', 'contains', 'a', false],
  ['industry', 'not_equals', 'Steel', true],
  ['industry', 'not_contains', 'Steel', true],
  ['industry', 'is_set', undefined, false],
  ['industry', 'is_not_set', undefined, true],
  ['employees', 'at_least', 50, true],
  ['employees', 'at_least', 51, false],
  ['employees', 'at_most', 50, true],
  ['employees', 'in', [10, 50], true],
  ['revenue', 'at_least', 0, false],
  ['revenue', 'at_most', 0, false],
  ['tags', 'equals', 'south', true],
  ['tags', 'equals', 'key', false],
  ['tags', 'contains', 'key', true],
  ['tags', 'not_equals', 'South', false],
  ['pages', 'starts_with', '/pricing', true],
  ['custom.segment', 'equals', 'b2b', true],
  ['custom.score', 'at_least', 7, true],
  ['custom.a.b', 'at_most', 12, true],
  ['custom.segment', 'at_least', 0, false],
  ['custom.constructor', 'is_set', undefined, false],
  ['firstVisitAt', 'within_days', 31, true],
  ['firstVisitAt', 'within_days', 30.9, false],
  ['firstVisitAt', 'older_than_days', 30, true],
  ['lastVisitAt', 'older_than_days', 30, false],
  ['lastVisitAt', 'within_days', 30, false],
  ['visit.page', 'equals', '/pricing/eu', true],
  ['visit.first', 'equals', false, true],
  ['visit.first', 'equals', true, false],
  ['visit.daysAway', 'at_least', 6, true],
  ['visit.daysAway', 'at_least', 7, false],
  ['visitCount', 'equals', 3, true],
])('%s %s %j: %p', (field, operator, value, expected) => {
  expect(holds(field, operator, value)).toBe(expected);
});

describe('groups', () => {
  const yes: TriggerCondition = { field: 'country', operator: 'equals', value: 'DE' };
  const no: TriggerCondition = { field: 'country', operator: 'equals', value: 'NL' };

  test.each<[TriggerCondition, boolean]>([
    [{ all: [] }, true],
    [{ all: [yes, yes] }, true],
    [{ all: [yes, no] }, false],
    [{ any: [no, yes] }, true],
    [{ any: [no, no] }, false],
    [{ all: [yes, { any: [no, { all: [yes, yes] }] }] }, true],
    [{ any: [no, { all: [yes, { any: [no] }] }] }, false],
  ])('%j: %p', (condition, expected) => {
    expect(matches(condition, occasion, NOW)).toBe(expected);
  });
});

test('the first visit came after none', () => {
  const first = { ...occasion, visit: { ...visit, number: 1, previousAt: null } };
  expect(matches({ field: 'visit.first', operator: 'equals', value: true }, first, NOW)).toBe(true);
  expect(matches({ field: 'visit.daysAway', operator: 'is_set' }, first, NOW)).toBe(false);
});
