import { expect, test } from '@jest/globals';
import { isOnDomain } from './domain.js';

test.each([
  'acme.de',
  'https://acme.de',
  'http://www.acme.de/impressum?x=1',
  'HTTPS://WWW.ACME.DE:443/',
  ' acme.de ',
  'shop.acme.de',
])('%s is on acme.de', (website) => {
  expect(isOnDomain(website, 'acme.de')).toBe(true);
});

test.each(['notacme.de', 'acme.de.example.com', 'https://example.com/acme.de', 'acme.dev', '', 'acme', null, 42])(
  '%s is not on acme.de',
  (website) => {
    expect(isOnDomain(website, 'acme.de')).toBe(false);
  },
);

test('what stands on a shared host is nobody else’s', () => {
  expect(isOnDomain('https://acme.github.io', 'acme.github.io')).toBe(true);
  expect(isOnDomain('https://other.github.io', 'acme.github.io')).toBe(false);
  expect(isOnDomain('https://acme.github.io', 'github.io')).toBe(false);
});
