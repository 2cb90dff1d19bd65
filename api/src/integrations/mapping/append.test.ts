import { expect, test } from '@jest/globals';
import { checkMapping } from '@integration-queue/shared/check-mapping';
import type { CrmField } from '@integration-queue/shared/mapping';
import { append } from './append.js';

test.each([
  ['CREDIT', 'IT'],
  ['Visited 12 times', 'Visited 1'],
  ['<p>CREDIT</p>', 'IT'],
  ['one\ntwo', 'two\nthree'],
])('to “%s” the line “%s” is added', (there, added) => {
  expect(append(there, added)).toBe(`${there}\n${added}`);
});

test.each([
  ['CREDIT\r\n IT ', 'IT'],
  ['CREDIT; IT, HR', 'IT'],
  ['CREDIT\none\n\ntwo', 'one\ntwo'],
  ['<p>Notes</p><br>R&amp;D &lt;x&gt;', 'R&D <x>'],
  [7, 7],
])('to “%s” what it has, “%s”, is not added again', (there, added) => {
  expect(append(there, added)).toBeUndefined();
});

test('to a set of options those it has not are added', () => {
  expect(append(['CREDIT', 'HR'], ['IT', 'HR', 'IT'])).toEqual(['CREDIT', 'HR', 'IT']);
  expect(append(['CREDIT'], 'IT')).toEqual(['CREDIT', 'IT']);
  expect(append(['CREDIT', 'IT'], ['IT'])).toBeUndefined();
});

test('appending to a field of several options is told when the mapping is saved: not every CRM says what it holds', () => {
  const teams: CrmField = { name: 'teams', label: 'Teams', type: 'options', required: false, writable: true };
  const row = { target: 'teams', source: { field: 'tags' }, mode: 'append' } as const;
  expect(checkMapping('company', [row], [teams])).toMatchObject([{ target: 'teams', code: 'type_mismatch' }]);
});
