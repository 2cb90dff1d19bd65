import { expect, test } from '@jest/globals';
import { companyDomain, isWebAddress } from '../../src/companies/domain.js';

test.each([
  ['acme.de', 'acme.de'],
  ['https://www.Acme.DE:8080/path/?q=1#top', 'acme.de'],
  ['http://user:secret@acme.de/', 'acme.de'],
  [' ACME.de. ', 'acme.de'],
  ['//acme.de', 'acme.de'],
  ['www.acme.de/impressum', 'acme.de'],
  ['info@acme.de', 'acme.de'],
  ['mailto:info@acme.de', 'acme.de'],
  ['https://shop.berlin.acme.co.uk', 'acme.co.uk'],
  ['www.corporate.ford.com', 'ford.com'],
  ['münchen-bau.de', 'xn--mnchen-bau-9db.de'],
  ['XN--mnchen-bau-9db.de', 'xn--mnchen-bau-9db.de'],
  ['acme。com', 'acme.com'],
  ['acme.uk.com', 'acme.uk.com'],
  ['www.acme.com.de', 'acme.com.de'],
])('%s belongs to %s', (address, domain) => {
  expect(companyDomain(address)).toBe(domain);
});

test.each([
  ['a mail host', 'gmail.com'],
  ['a mail host in an address', 'https://www.outlook.com/'],
  ['a mail address', 'acme@web.de'],
  ['a mail host of any country', 'gmx.at'],
  ['a site on a host of sites', 'foo.github.io'],
  ['such a host itself', 'github.io'],
  ['a shop on a host of shops', 'https://acme.myshopify.com/products'],
  ['a site on wixsite.com', 'acme.wixsite.com/home'],
  ['a blog', 'acme.wordpress.com'],
  ['a page on LinkedIn', 'https://www.linkedin.com/company/acme'],
  ['a page on Facebook', 'facebook.com/acme'],
  ['a page on a map', 'https://www.google.de/maps/place/Acme'],
  ['a site at Google', 'https://sites.google.com/view/acme'],
  ['an encyclopedia', 'https://de.wikipedia.org/wiki/Acme'],
  ['an IP address', 'http://192.168.0.10:3000/'],
  ['an IPv6 address', 'http://[2001:db8::1]/'],
  ['an IP address in disguise', '0x7f.1'],
  ['this machine', 'localhost:8080'],
  ['a single label', 'intranet'],
  ['an ending nobody can register under', 'server.internal-lan'],
  ['an ending alone', 'co.uk'],
  ['a host with an underscore', 'acme_gmbh.de'],
  ['words', 'not a domain'],
  ['nothing', ''],
])('%s is no company domain: %s', (_, address) => {
  expect(companyDomain(address)).toBeNull();
  expect(companyDomain(address, 'Acme')).toBeNull();
});

test.each([
  ['http://www.facebook.com', 'Facebook', 'facebook.com'],
  ['http://www.facebook.com/', 'Facebook, Inc.', 'facebook.com'],
  ['amazon.com', 'Amazon.com', 'amazon.com'],
  ['http://www.ebay.com', 'eBay', 'ebay.com'],
  ['facebook.com', 'Acme', null],
  ['https://www.facebook.com/facebook', 'Facebook', null],
  ['x.com', 'Xerox', null],
])('%s of a company named %s: %s', (address, name, domain) => {
  expect(companyDomain(address, name)).toBe(domain);
});

test('the bare address of a platform can be looked up', () => {
  expect(companyDomain('https://www.facebook.com/')).toBe('facebook.com');
});

test.each([
  ['http://192.168.0.10:3000/', true],
  ['localhost', true],
  ['https://www.linkedin.com/company/acme', true],
  ['gmail.com', false],
  ['me@acme.de', false],
  ['not a domain', false],
])('%s is worth keeping as a website: %s', (address, worth) => {
  expect(isWebAddress(address)).toBe(worth);
});
