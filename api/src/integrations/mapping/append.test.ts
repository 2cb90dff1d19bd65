import { describe, expect, test } from '@jest/globals';
import type { FieldValue } from '@integration-queue/shared/sync';
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

describe('to a field of several options', () => {
  const field = {
    options: [
      { value: '1', label: 'IT' },
      { value: '2', label: 'Credit; loans' },
      { value: '3', label: 'HR' },
    ],
  };

  test.each<[FieldValue, FieldValue, string[]]>([
    ['1;3', '2', ['1', '3', '2']],
    ['1', ['3', '3'], ['1', '3']],
    [['IT'], '3', ['IT', '3']],
    ['1', '2;3', ['1', '2', '3']],
    ['3', 'Credit; loans', ['3', 'Credit; loans']],
    ['1; retired', '3', ['1', 'retired', '3']],
    [';3;', 'IT', ['3', 'IT']],
  ])('that has “%s”, “%s” is added', (there, added, all) => {
    expect(append(there, added, field)).toEqual(all);
  });

  test.each<[FieldValue, FieldValue]>([
    ['1;3', '3'],
    ['3;1', ['1', '3']],
    [['IT', 'HR'], '3'],
    ['1', 'it'],
    ['1;3', 'IT, HR'],
    [['Credit; loans'], '2'],
    ['retired;1', 'retired'],
  ])('that has “%s”, “%s” is not added again', (there, added) => {
    expect(append(there, added, field)).toBeUndefined();
  });

  test('the CRM does not list, one is what it is spelt', () => {
    expect(append(['R&D; IT'], 'R&D', {})).toEqual(['R&D; IT', 'R&D']);
    expect(append(['R&D; IT'], 'R&D; IT', {})).toBeUndefined();
  });
});
