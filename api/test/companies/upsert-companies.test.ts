import type { CompanyInput } from '@integration-queue/shared/company';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { CompanyHouse } from './company-house.js';

let house: CompanyHouse;
beforeAll(async () => void (house = await CompanyHouse.open()));
beforeEach(() => house.empty());
afterAll(() => house.close());

const outcomes = async (inputs: CompanyInput[]) =>
  (await house.upsert(inputs)).map((result) => ('outcome' in result ? result.outcome : result.conflict));

test('a new company is created with its domain; the same again changes nothing', async () => {
  const input = { name: 'Acme', website: 'https://www.acme.de/en', employees: 12, custom: { branch: 'Mitte' } };
  const { company, outcome } = await house.put(input);
  expect(outcome).toBe('created');
  expect(company).toEqual({
    id: company.id,
    name: 'Acme',
    domain: 'acme.de',
    website: 'https://www.acme.de/en',
    employees: 12,
    custom: { branch: 'Mitte' },
    createdAt: expect.stringMatching(/Z$/),
    updatedAt: company.createdAt,
  });
  expect(await house.put(input)).toEqual({ id: company.id, company, outcome: 'unchanged' });
});

test('a company is found by any address on its domain; what is absent stays', async () => {
  await house.put({ name: 'Acme', domain: 'acme.de', city: 'Berlin', custom: { a: 1, b: 2 } });
  const { company, outcome } = await house.put({
    name: 'Acme GmbH',
    domain: 'HTTPS://Shop.ACME.de:443/cart',
    phone: '+49 30 1',
    custom: { b: 3, a: null },
  });
  expect(outcome).toBe('updated');
  expect(company).toMatchObject({ name: 'Acme GmbH', city: 'Berlin', phone: '+49 30 1', custom: { a: 1, b: 3 } });
  expect(await house.count()).toBe(1);
});

test('an external id comes before the domain, which may change', async () => {
  const { company } = await house.put({ externalId: 'a', name: 'Acme', domain: 'acme.de' });
  const moved = await house.put({ externalId: 'a', name: 'Acme', domain: 'acme.com' });
  expect(moved).toMatchObject({ outcome: 'updated', company: { id: company.id, domain: 'acme.com' } });
});

test('a company found by its domain takes an external id over if it has none', async () => {
  const { company } = await house.put({ name: 'Acme', domain: 'acme.de' });
  const adopted = await house.put({ externalId: 'a', name: 'Acme', domain: 'acme.de' });
  expect(adopted).toMatchObject({ outcome: 'updated', company: { id: company.id, externalId: 'a' } });
});

test('a domain belongs to one company: another external id that comes with it is a conflict', async () => {
  const { company } = await house.put({ externalId: 'a', name: 'Acme', domain: 'acme.de' });
  const [other, mine] = await house.upsert([
    { externalId: 'b', name: 'Bcme', domain: 'www.acme.de' },
    { externalId: 'c', name: 'Ccme', domain: 'ccme.de' },
  ]);
  expect(other).toEqual({ conflict: 'domain_taken', otherId: company.id, other: company });
  expect(mine).toMatchObject({ outcome: 'created' });
  expect(await outcomes([{ externalId: 'c', name: 'Ccme', domain: 'acme.de' }])).toEqual(['domain_taken']);
  expect(await house.companies()).toMatchObject({ Acme: { externalId: 'a' }, Ccme: { domain: 'ccme.de' } });
});

test('without external id and domain a company is found by its name among those without a domain', async () => {
  await house.put({ name: 'Müller', domain: 'mueller.de' });
  const { company } = await house.put({ name: 'Müller' });
  expect(await house.put({ name: 'MÜLLER', city: 'Bonn' })).toMatchObject({
    outcome: 'updated',
    company: { id: company.id, name: 'MÜLLER' },
  });
  expect(await house.count()).toBe(2);
});

test('the domain of a website fills an empty place and replaces no other domain', async () => {
  await house.put({ externalId: 'a', name: 'Acme', domain: 'acme.de' });
  expect(await house.put({ externalId: 'a', name: 'Acme', website: 'https://acme.shop' })).toMatchObject({
    company: { domain: 'acme.de', website: 'https://acme.shop' },
  });
  await house.put({ externalId: 'b', name: 'Bcme' });
  expect(await house.put({ externalId: 'b', name: 'Bcme', website: 'bcme.de' })).toMatchObject({
    company: { domain: 'bcme.de' },
  });
});

test('what is no company domain is kept as a website and brings no two companies together', async () => {
  await house.upsert([
    { name: 'Acme', domain: 'https://www.facebook.com/acme' },
    { name: 'Bcme', domain: 'https://www.facebook.com/bcme' },
    { name: 'Ccme', website: 'http://ccme.github.io' },
    { name: 'Dcme', domain: 'gmail.com' },
    { name: 'Ecme', domain: 'intranet' },
    { name: 'Facebook', website: 'http://www.facebook.com' },
  ]);
  expect(await house.companies()).toEqual({
    Acme: { website: 'https://www.facebook.com/acme' },
    Bcme: { website: 'https://www.facebook.com/bcme' },
    Ccme: { website: 'http://ccme.github.io' },
    Dcme: {},
    Ecme: { website: 'intranet' },
    Facebook: { website: 'http://www.facebook.com', domain: 'facebook.com' },
  });
});

test('one call may name a company many times: in order, the later wins', async () => {
  const repeated = [1, 2, 3, 4, 5, 5].map((employees) => ({ name: 'Acme', domain: 'acme.de', employees }));
  expect(await outcomes([...repeated, { name: 'Bcme' }, { name: 'bcme' }, { name: 'bcme' }])).toEqual([
    'created',
    ...['updated', 'updated', 'updated', 'updated', 'unchanged'],
    ...['created', 'updated', 'unchanged'],
  ]);
  expect(await house.companies()).toEqual({ Acme: { domain: 'acme.de', employees: 5 }, bcme: {} });
});

test('a domain that one company gives up can go to another in the same call', async () => {
  await house.upsert([
    { externalId: 'a', name: 'Acme', domain: 'acme.de' },
    { externalId: 'b', name: 'Bcme', domain: 'bcme.de' },
  ]);
  expect(
    await outcomes([
      { externalId: 'b', name: 'Bcme', domain: 'parked.de' },
      { externalId: 'a', name: 'Acme', domain: 'bcme.de' },
      { externalId: 'b', name: 'Bcme', domain: 'acme.de' },
    ]),
  ).toEqual(['updated', 'updated', 'updated']);
  expect(await house.companies()).toMatchObject({ Acme: { domain: 'bcme.de' }, Bcme: { domain: 'acme.de' } });
});

test('workspaces do not see each other', async () => {
  await house.put({ externalId: 'a', name: 'Acme', domain: 'acme.de' });
  const other = await house.addWorkspace();
  const [result] = await house.upsert([{ externalId: 'a', name: 'Other', domain: 'acme.de' }], other);
  expect(result).toMatchObject({ outcome: 'created' });
  expect(Object.keys(await house.companies())).toEqual(['Acme']);
});

test('characters that cannot be stored are left out', async () => {
  await house.put({ name: 'Ac\0me \ud83d', custom: { 'k\0ey': 'v\0alue \udc00' } });
  expect(await house.companies()).toEqual({ 'Acme \uFFFD': { custom: { key: 'value \uFFFD' } } });
});

test('many at once in any order make each company once, and nobody is refused', async () => {
  const inputs = Array.from({ length: 40 }, (_, n) => [
    { name: `By domain ${n}`, domain: `c${n}.de` },
    { name: `By id ${n}`, externalId: `id ${n}`, domain: `i${n}.de` },
    { name: `By name ${n}` },
  ]).flat();
  const shuffled = Array.from({ length: 12 }, (_, call) =>
    inputs.map((_, n) => inputs[(n * 7 + call * 31) % inputs.length]!),
  );
  const results = (await Promise.all(shuffled.map((call) => house.upsert(call)))).flat();
  expect(results.filter((result) => 'conflict' in result)).toEqual([]);
  expect(results.filter((result) => 'outcome' in result && result.outcome === 'created')).toHaveLength(120);
  expect(await house.count()).toBe(120);
});

test('in a large call it does not matter where the new one stands', async () => {
  const known = Array.from({ length: 60 }, (_, n) => ({ name: `Known ${n}`, externalId: `k${n}` }));
  await house.upsert(known);
  for (const at of [0, 19, 20, 60]) {
    const fresh = { name: `Fresh ${at}`, externalId: `f${at}` };
    const results = await outcomes([...known.slice(0, at), fresh, ...known.slice(at)]);
    expect(results.map((outcome, n) => (outcome === 'unchanged' ? [] : [n, outcome])).flat()).toEqual([at, 'created']);
  }
  expect(await house.count()).toBe(64);
});

test('two calls that find one company by different identities lose none of each other', async () => {
  await house.put({ name: 'Acme', externalId: 'a', domain: 'acme.de' });
  const fields = Array.from({ length: 10 }, (_, n) => `field ${n}`);
  await Promise.all(
    fields.map((field, n) =>
      house.put({ name: 'Acme', ...(n % 2 ? { externalId: 'a' } : { domain: 'acme.de' }), custom: { [field]: n } }),
    ),
  );
  const { Acme } = await house.companies();
  expect(Object.keys(Acme!['custom'] as object).sort()).toEqual(fields);
});
