import { expect, test } from '@jest/globals';
import { hostOf, matchLookups } from './match-lookups.js';

test.each([
  ['acme.com', 'acme.com'],
  [' WWW.Acme.com ', 'acme.com'],
  ['https://www.acme.com/about?x=1', 'acme.com'],
  ['http://acme.com:8080', 'acme.com'],
  ['shop.acme.com', 'shop.acme.com'],
  ['acme.com.', 'acme.com'],
  ['', null],
  ['no host at all', null],
  ['acme', null],
  [undefined, null],
  [7, null],
])('the host of %j is %j', (value, host) => {
  expect(hostOf(value)).toBe(host);
});

test('id before key before domain, and no record for two reasons', () => {
  const record = (id: string, key: string | null, domain: string) => ({ id, key, properties: { domain } });
  const records = [record('1', 'k1', 'acme.com'), record('2', null, 'acme.com'), record('1', 'k1', 'acme.com')];
  const found = matchLookups(
    [
      { key: 'k1', crmId: '2', domain: 'acme.com' },
      { key: 'k1', crmId: '3', domain: 'acme.com' },
      { key: 'k2', domain: 'acme.com' },
      { key: 'k2', domain: 'other.com' },
      { key: 'k2' },
    ],
    records,
    ({ properties }) => [properties['domain']],
  );
  expect(found.map(({ by, records: matched }) => [by, matched.map(({ id }) => id)])).toEqual([
    ['id', ['2']],
    ['key', ['1']],
    ['domain', ['1', '2']],
    [null, []],
    [null, []],
  ]);
});
