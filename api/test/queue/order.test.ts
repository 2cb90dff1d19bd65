import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CrmFront } from './crm-front.js';
import { House } from './house.js';

let house: House;
let front: CrmFront;
let integration: string;

beforeAll(async () => {
  house = await House.open();
  front = await CrmFront.open(house.crm.url);
});
afterAll(async () => {
  await front.close();
  await house.close();
});
beforeEach(async () => {
  await house.clear();
  front.clear();
  integration = await house.connect({ settings: { baseUrl: front.url } });
});

describe('two syncs of one record', () => {
  async function sendVersions(...names: string[]): Promise<string[]> {
    const ids: string[] = [];
    let companyId: string | undefined;
    for (const name of names) {
      const id = await house.send(integration, { ...(companyId ? { companyId } : {}), company: { name } });
      companyId = (await house.sync(id)).company_id;
      ids.push(id);
    }
    return ids;
  }

  test('run in order, never in one call', async () => {
    const ids = await sendVersions('One', 'Two', 'Three');
    await house.drain();
    expect(front.writes).toEqual([['One'], ['Two'], ['Three']]);
    expect(await house.records()).toMatchObject([{ properties: { name: 'Three' }, writes: 3 }]);
    for (const id of ids) expect(await house.sync(id)).toMatchObject({ status: 'processed' });
  });

  test('run in order where the first one has to be tried again', async () => {
    await sendVersions('One', 'Two');
    await house.faults({ errorRate: 1 });
    await house.tick(integration);
    await house.faults({ errorRate: 0 });
    expect(await house.tick(integration)).toMatchObject({ settled: 0 });
    await house.drain();
    expect(await house.records()).toMatchObject([{ properties: { name: 'Two' }, writes: 2 }]);
  });

  test('are never in the air together, also where the older one is retried meanwhile', async () => {
    const [older] = await sendVersions('x'.repeat(300));
    await house.tick(integration);
    const { company_id: companyId, status } = await house.sync(older!);
    expect(status).toBe('error');
    const newer = await house.send(integration, { companyId, company: { name: 'Newer' } });

    const stopped = await house.tickStoppedAt(integration, 'after-claim');
    await house.retry(older!);
    // The holder goes on claiming beside its batch that stands still; a retry in the meantime must not be taken.
    expect(await house.sync(newer)).toMatchObject({ status: 'processing' });
    await house.database.query(`update integration set lease_until = now() - interval '1 second'`);
    const second = await house.tick(integration);
    expect(second).toMatchObject({ held: true, settled: 0 });
    expect(await house.sync(older!)).toMatchObject({ status: 'pending', attempts: 0 });
    await stopped.resume();
    await house.drain();
    expect(await house.records()).toMatchObject([{ properties: { name: 'Newer' }, writes: 1 }]);
  });
});

describe('a deal', () => {
  test('waits for its company and goes with it, linked', async () => {
    const company = await house.send(integration, { company: { name: 'Acme' } });
    const { company_id: companyId } = await house.sync(company);
    const deal = await house.send(integration, { companyId, deal: { title: 'Big' }, waitsFor: company });
    const task = await house.send(integration, { companyId, task: { subject: 'Call' }, waitsFor: company });
    expect(await house.sync(deal)).toMatchObject({ status: 'pending', reason: 'waits_for_company' });

    await house.tick(integration);
    const { crm_id: crmId } = await house.sync(company);
    for (const id of [deal, task]) expect(await house.sync(id)).toMatchObject({ status: 'processed', reason: null });
    expect(await house.records('deal')).toMatchObject([{ properties: { title: 'Big', company_id: crmId } }]);
    expect(await house.records('task')).toMatchObject([{ properties: { subject: 'Call', company_id: crmId } }]);
  });

  test('waits on while its company is in error, and goes once that was retried', async () => {
    const company = await house.send(integration, { company: { name: 'Acme' } });
    const { company_id: companyId } = await house.sync(company);
    const deal = await house.send(integration, { companyId, deal: { title: 'Big' }, waitsFor: company });
    await house.faults({ refuse: [{ field: 'name' }] });
    await house.drain();
    expect(await house.sync(company)).toMatchObject({ status: 'error' });
    expect(await house.sync(deal)).toMatchObject({ status: 'pending', reason: 'waits_for_company' });

    await house.faults({ refuse: [] });
    await house.retry(company);
    await house.drain();
    expect(await house.sync(deal)).toMatchObject({ status: 'processed' });
  });

  test('whose company was processed while it was being accepted is woken by the next sweep', async () => {
    const company = await house.send(integration, { company: { name: 'Acme' } });
    const { company_id: companyId } = await house.sync(company);
    await house.tick(integration);
    const deal = await house.send(integration, { companyId, deal: { title: 'Big' }, waitsFor: company });
    expect(await house.sweep()).toEqual([integration]);
    await house.tick(integration);
    expect(await house.sync(deal)).toMatchObject({ status: 'processed' });
  });

  test('goes also where a newer sync of its company arrived in place of the one it waits for', async () => {
    const company = await house.send(integration, { company: { name: 'x'.repeat(300) } });
    const { company_id: companyId } = await house.sync(company);
    const deal = await house.send(integration, { companyId, deal: { title: 'Big' }, waitsFor: company });
    await house.drain();
    expect(await house.sync(deal)).toMatchObject({ status: 'pending' });

    await house.send(integration, { companyId, company: { name: 'Acme' } });
    await house.drain();
    expect(await house.sync(deal)).toMatchObject({ status: 'processed' });
  });

  test('retried together with its company lets the company go first', async () => {
    const company = await house.send(integration, { company: { name: 'Acme' } });
    const { company_id: companyId } = await house.sync(company);
    const deal = await house.send(integration, { companyId, deal: { title: 'Big' }, waitsFor: company });
    await house.delete(company);
    await house.sweep();
    expect(await house.sync(deal)).toMatchObject({ status: 'error' });

    await house.restore(company);
    await house.retry(deal);
    // The deal is the one that is due longest.
    await house.database.query(`update sync set run_at = now() - interval '1 minute' where id = $1`, [deal]);
    await house.tick(integration);
    expect(await house.sync(deal)).toMatchObject({ status: 'processed' });
  });

  test('whose company was deleted ends in error, and says so at once', async () => {
    const company = await house.send(integration, { company: { name: 'Acme' } });
    const { company_id: companyId } = await house.sync(company);
    const deal = await house.send(integration, { companyId, deal: { title: 'Big' }, waitsFor: company });
    await house.delete(company);
    const announced = await house.listen(async () => void (await house.sweep()));
    expect(await house.sync(deal)).toMatchObject({ status: 'error', error_code: 'company_failed' });
    expect(announced.flatMap(({ syncIds }) => syncIds)).toContain(deal);
  });

  test('whose company left the CRM again is in error, not sent without one', async () => {
    const company = await house.send(integration, { company: { name: 'Acme' } });
    const { company_id: companyId } = await house.sync(company);
    await house.tick(integration);
    await house.database.query('delete from crm_record');
    const deal = await house.send(integration, { companyId, deal: { title: 'Big' } });
    await house.tick(integration);
    expect(await house.sync(deal)).toMatchObject({ status: 'error', error_code: 'company_failed' });
    expect(await house.records('deal')).toEqual([]);
  });
});

test('a waiting entry can be answered for a newer one of the same content only until it is taken', async () => {
  const first = await house.send(integration, { dedupeKey: 'same' });
  const { company_id: companyId } = await house.sync(first);
  await house.send(integration, { companyId, dedupeKey: 'same' });
  expect(await house.statuses()).toEqual({ pending: 1 });

  const stopped = await house.tickStoppedAt(integration, 'after-claim');
  await house.send(integration, { companyId, company: { name: 'Acme BV' }, dedupeKey: 'same' });
  expect(await house.statuses()).toEqual({ processing: 1, pending: 1 });
  await stopped.resume();
  await house.drain();
  expect(await house.records()).toMatchObject([{ writes: 2 }]);
});
