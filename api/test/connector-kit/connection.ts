import { describe, expect, test } from '@jest/globals';
import { ConnectorCheck } from '../../src/integrations/connector-check/check-connector.js';
import { toldBy, type Bench } from './bench.ts';

/** Who we are there, whether all is prepared, and what fields there are. */
export function describeConnection(bench: Bench): void {
  const { canBeAsked = true } = bench.subject;

  describe('the connection', () => {
    test('says who we are there', async () => {
      const { id, name } = await bench.connector.account(bench.patience);
      expect(id).toMatch(/\S/);
      expect(name).toMatch(/\S/);
    });

    test('with a token that is no longer good says so', async () => {
      await bench.standIn.faults({ expiredToken: true });
      expect(await toldBy(bench.connector.account(bench.patience))).toMatchObject({
        kind: 'unauthorized',
        code: 'token_expired',
      });
    });

    test('is prepared once and for all', async () => {
      expect(await bench.connector.prepare(bench.patience)).toEqual({ ready: true });
      expect(await bench.connect().prepare(bench.patience)).toEqual({ ready: true });
    });
  });

  if (canBeAsked) describeRecords(bench);

  test('passes the check that people run on accounts of their own, and nothing is left of it', async () => {
    const steps = await new ConnectorCheck(bench.subject.provider, bench.connector, () => undefined).run();
    expect(steps.filter(({ passed }) => !passed)).toEqual([]);
    expect(steps.length).toBeGreaterThan(5);
    if (!canBeAsked) return;
    for (const object of bench.subject.provider.objects) expect(await bench.standIn.records(object)).toEqual([]);
  });

  test('links to a page people can open, or to none', async () => {
    const url = bench.connector.recordUrl('company', '1001');
    expect(url ?? 'https://none.example').toMatch(/^https?:\/\/\S+$/);
  });
}

/** What an account tells of its records, and lets be done with them. */
function describeRecords(bench: Bench): void {
  const { company, provider } = bench.subject;

  describe('the schema', () => {
    test('names every field the default mapping writes', async () => {
      for (const object of provider.objects) {
        const fields = await bench.connector.fields(object, bench.patience);
        const writable = fields.filter((field) => field.writable).map(({ name }) => name);
        const targets = provider.defaultMapping(object).map(({ target }) => target);
        expect(targets.filter((target) => !writable.includes(target))).toEqual([]);
      }
    });

    test('says what can be written, and which options there are', async () => {
      const fields = await bench.connector.fields('company', bench.patience);
      const field = (name: string) => fields.find((candidate) => candidate.name === name);
      expect(field(company.name)).toMatchObject({ writable: true, type: 'string' });
      for (const { label } of fields) expect(label).toMatch(/\S/);
      if (company.readOnly) expect(field(company.readOnly)).toMatchObject({ writable: false });
      if (company.option) {
        const { type, options = [] } = field(company.option.name)!;
        expect(type).toBe('option');
        expect(options.map(({ value }) => value)).toContain(company.option.value);
      }
      if (company.number) expect(field(company.number)).toMatchObject({ type: 'number' });
    });

    test('shows a field that was removed no more', async () => {
      const { domain } = company;
      await bench.standIn.faults({ removedFields: [domain] });
      const fields = await bench.connect().fields('company', bench.patience);
      expect(fields.map(({ name }) => name)).not.toContain(domain);
    });
  });

  test('removes what it is told to remove, and minds nothing that is gone already', async () => {
    const [one, other] = [await bench.written(bench.company()), await bench.written(bench.company())];
    await bench.connector.remove('company', [one.crmId], bench.patience);
    await bench.connector.remove('company', [one.crmId], bench.patience);
    expect((await bench.companies()).map(({ id }) => id)).toEqual([other.crmId]);
  });
}
