import { readList, readPairs, writePairs } from './list-text';

test.each([
  ['DE, AT;CH', false, ['DE', 'AT', 'CH']],
  [' one\ntwo, ,', false, ['one', 'two']],
  ['1, 2.5, many', true, [1, 2.5]],
  ['', false, []],
])('%j is a list', (text, ofNumbers, list) => {
  expect(readList(text, ofNumbers)).toEqual(list);
});

test('a table is read as it is written; lines that say nothing are left out', () => {
  const values = { DE: 'anna', 'New York': 'bert' };
  expect(readPairs(writePairs(values))).toEqual(values);
  expect(readPairs('DE = anna\n\nAT =\n= bert\nnonsense')).toEqual({ DE: 'anna' });
});
