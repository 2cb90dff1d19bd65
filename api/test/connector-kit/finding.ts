import { describe, expect, test } from '@jest/globals';
import type { Found, Lookup } from '../../src/crm/connector.js';
import type { Bench } from './bench.ts';

/** Records that are there already are found, and no others. */
export function describeFinding(bench: Bench): void {
  const { company, spellings } = bench.subject;

  const find = async (...lookups: Lookup[]): Promise<Found[]> =>
    bench.connector.find('company', lookups, bench.patience, [company.name, company.domain]);

  describe('finding', () => {
    test('nothing where there is nothing', async () => {
      const [key, other] = [bench.newKey(), bench.newKey()];
      expect(await find({ key, domain: 'nobody.example' }, { key: other, mayBeOurs: true })).toEqual([
        { key, by: null, records: [] },
        { key: other, by: null, records: [] },
      ]);
    });

    test('by our key, with the values asked for', async () => {
      const item = bench.company();
      const { crmId } = await bench.written(item);
      expect(await find({ key: item.key, mayBeOurs: true })).toMatchObject([
        { by: 'key', records: [{ id: crmId, key: item.key, properties: item.properties }] },
      ]);
    });

    test('by the id we know', async () => {
      const id = await bench.standIn.add('company', { name: 'Typed in by hand' });
      expect(await find({ key: bench.newKey(), crmId: id })).toMatchObject([
        { by: 'id', records: [{ id, key: null, properties: { [company.name]: 'Typed in by hand' } }] },
      ]);
    });

    test('not by the id of a record that was deleted, but by our key then', async () => {
      const id = await bench.standIn.add('company', { name: 'Deleted soon' });
      await bench.standIn.removeRecord('company', id);
      const item = bench.company();
      const { crmId } = await bench.written(item);
      expect(await find({ key: bench.newKey(), crmId: id })).toMatchObject([{ by: null, records: [] }]);
      expect(await find({ key: item.key, crmId: id, mayBeOurs: true })).toMatchObject([
        { by: 'key', records: [{ id: crmId }] },
      ]);
    });

    test('by domain, however it is written there', async () => {
      for (const [index, properties] of spellings('acme.example').entries()) {
        const id = await bench.standIn.add('company', { name: `Acme ${index}`, ...properties });
        expect(await find({ key: bench.newKey(), domain: 'acme.example' })).toMatchObject([
          { by: 'domain', records: [{ id, properties: { [company.name]: `Acme ${index}` } }] },
        ]);
        await bench.standIn.removeRecord('company', id);
      }
    });

    test('not by a domain that only looks alike', async () => {
      for (const domain of ['notacme.example', 'acme.example.net', 'acme.exa']) {
        for (const properties of spellings(domain)) {
          await bench.standIn.add('company', { name: domain, ...properties });
        }
      }
      expect(await find({ key: bench.newKey(), domain: 'acme.example' })).toMatchObject([{ by: null, records: [] }]);
    });

    test('several with one domain are all named', async () => {
      const ids = [];
      for (const name of ['One', 'Other']) {
        ids.push(await bench.standIn.add('company', { name, ...spellings('acme.example')[0]! }));
      }
      const [found] = await find({ key: bench.newKey(), domain: 'acme.example' });
      expect(found!.by).toBe('domain');
      expect(found!.records.map(({ id }) => id).sort()).toEqual(ids.sort());
    });

    test('the key before the domain', async () => {
      const item = bench.company();
      const { crmId } = await bench.written(item);
      await bench.standIn.add('company', { name: 'Same domain', ...spellings('acme.example')[0]! });
      expect(await find({ key: item.key, domain: 'acme.example', mayBeOurs: true })).toMatchObject([
        { by: 'key', records: [{ id: crmId }] },
      ]);
    });

    test('many at once, answers in the order of the questions', async () => {
      const ids = new Map<string, string>();
      const lookups = Array.from({ length: Math.min(30, bench.connector.limits.lookup) }, (_, index) => ({
        key: bench.newKey(),
        domain: `company-${index}.example`,
      }));
      for (const { domain } of lookups.filter((_, index) => index % 3 === 0).reverse()) {
        ids.set(domain, await bench.standIn.add('company', { name: domain, ...spellings(domain)[0]! }));
      }
      const found = await find(...lookups);
      expect(found.map(({ key }) => key)).toEqual(lookups.map(({ key }) => key));
      expect(found.map(({ records }) => records[0]?.id)).toEqual(lookups.map(({ domain }) => ids.get(domain)));
    });
  });
}
