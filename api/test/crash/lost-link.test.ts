import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLine, type Line } from '../connector-kit/line.ts';
import { House } from '../queue/house.js';

let house: House;
let line: Line;
beforeAll(async () => {
  house = await House.open();
  line = await openLine(house.crm.url);
});
afterAll(async () => {
  await house.close();
  await line.close();
});

test('a deal whose link got lost is not written a second time: only its link is', async () => {
  const id = await house.connect({ provider: 'hubspot', settings: { baseUrl: `${line.url}/hubspot` } });
  house.connectors.tuning = { searchLagMs: 0 };
  await house.prepare(id);
  const company = await house.sync(await house.send(id, { company: { name: 'Acme' } }));
  await house.drain();
  const sync = await house.send(id, { companyId: company.company_id, deal: { title: 'Big one', amount: 1000 } });
  const isLink = ({ path }: { path: string }) => path.endsWith('/associate/default');
  // Twice, since the second is the first of those that send the link alone.
  line.trouble(isLink, { kind: 'cut', when: 'before' }, { kind: 'cut', when: 'before' });
  await house.drain();

  expect(await house.sync(sync)).toMatchObject({ status: 'processed', crm_action: 'created' });
  const [there] = await house.records('company');
  expect(await house.records('deal')).toMatchObject([
    { properties: { title: 'Big one', amount: 1000, company_id: there!.id }, writes: 1 },
  ]);
});
