import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { MappingRow } from '@integration-queue/shared/mapping';
import { House } from './house.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());
beforeEach(() => house.clear());

const row = (target: string, mode: MappingRow['mode'], values?: Record<string, string>): MappingRow => ({
  target,
  source: { field: target },
  mode,
  ...(values ? { values } : {}),
});
/** Of what is sent, each time. */
const companyId = '0190a000-0000-7000-8000-000000000001';
const acme = { name: 'Acme', domain: 'acme.example', city: 'Goor', description: 'CREDIT', industry: 'it' };

/** Sends the company, and answers what its receipt says of a field, and what the CRM has then. */
async function send(integrationId: string, company: typeof acme, target: string) {
  const id = await house.send(integrationId, { companyId, company });
  await house.drain();
  const [record] = await house.records();
  const told = (await house.receipt(id)).find((field) => field.target === target);
  return { told, there: record!.properties[target] };
}
const connect = (...rows: MappingRow[]) =>
  house.connect({ mappings: { company: [row('name', 'overwrite'), row('domain', 'overwrite'), ...rows] } });

test('“only if empty” fills what is empty, and keeps what is there', async () => {
  const id = await connect(row('city', 'if_empty'));
  expect(await send(id, acme, 'city')).toMatchObject({ told: { verdict: 'written' }, there: 'Goor' });
  expect(await send(id, { ...acme, city: 'Delden' }, 'city')).toMatchObject({
    told: { before: 'Goor', sent: null, verdict: 'kept' },
    there: 'Goor',
  });
});

test('“append” adds a line, once', async () => {
  const id = await connect(row('description', 'append'));
  await send(id, acme, 'description');
  const both = { there: 'CREDIT\nIT' };
  expect(await send(id, { ...acme, description: 'IT' }, 'description')).toMatchObject({
    ...both,
    told: { before: 'CREDIT', sent: 'CREDIT\nIT', after: 'CREDIT\nIT', verdict: 'written' },
  });
  expect(await send(id, { ...acme, description: 'IT' }, 'description')).toMatchObject({
    ...both,
    told: { verdict: 'unchanged' },
  });
});

test('a value is written in the translation of its row, one without a translation as it is', async () => {
  const id = await connect(row('industry', 'overwrite', { it: 'Software' }));
  expect(await send(id, acme, 'industry')).toMatchObject({ told: { sent: 'Software' }, there: 'Software' });
  const other = { ...acme, industry: 'constructor' };
  expect(await send(id, other, 'industry')).toMatchObject({ told: { sent: 'constructor' }, there: 'constructor' });
});

test('a value the CRM cuts is told as altered, with what was sent and what is stored', async () => {
  const id = await connect(row('city', 'overwrite'));
  await house.faults({ cutAt: 6 });
  expect(await send(id, { ...acme, city: 'Schwäbisch Gmünd' }, 'city')).toMatchObject({
    told: { sent: 'Schwäbisch Gmünd', after: 'Schwäb', verdict: 'altered' },
    there: 'Schwäb',
  });
});
