import { proposeValues, untranslated } from './propose-values';

const options = [
  { value: 'BAKERY', label: 'Bäckerei' },
  { value: 'FURNITURE', label: 'Büro & Möbel' },
  { value: 'IT', label: 'Information Technology' },
  { value: 'TWIN_A', label: 'Twin' },
  { value: 'TWIN_B', label: 'twin' },
];

it.each([
  ['the same label', 'Bäckerei', 'BAKERY'],
  ['other case and accents', 'BACKEREI', 'BAKERY'],
  ['an umlaut written out', 'Baeckerei', 'BAKERY'],
  ['the value instead of the label', 'bakery', 'BAKERY'],
  ['the word “and” for its sign', 'Büro und Möbel', 'FURNITURE'],
  ['other punctuation', 'information-technology', 'IT'],
])('recognises %s', (_, ours, theirs) => {
  expect(proposeValues([ours], options)).toEqual({ [ours]: theirs });
});

it('leaves to people what looks like several options, or like none', () => {
  expect(proposeValues(['Twin!', 'Something else'], options)).toEqual({});
});

it('leaves alone what is an option already, and what a person chose', () => {
  expect(proposeValues(['IT', 'Bäckerei'], options, { Bäckerei: 'IT' })).toEqual({ Bäckerei: 'IT' });
});

it('tells which values of ours have no option yet', () => {
  expect(untranslated(['IT', 'Bäckerei', 'Other', 'Other'], options, { Bäckerei: 'BAKERY' })).toEqual(['Other']);
});

it('takes five thousand options', () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({ value: `V${index}`, label: `Option ${index}` }));
  expect(proposeValues(['option 4711'], many)).toEqual({ 'option 4711': 'V4711' });
});
