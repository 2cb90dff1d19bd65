import { countryCode } from './country-code';

it.each([
  ['DE', 'DE'],
  ['nl', 'NL'],
  ['UK', 'GB'],
  ['Germany', 'DE'],
  ['Deutschland', 'DE'],
  ['Duitsland', 'DE'],
  ['United States', 'US'],
  [' USA ', 'US'],
  ['The Netherlands', 'NL'],
  ['France', 'FR'],
  ['Atlantis', undefined],
  ['XX', undefined],
  ['', undefined],
])('reads %p as %p', (written, code) => {
  expect(countryCode(written)).toBe(code);
});
