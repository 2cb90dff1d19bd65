import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TriggerCondition } from '@integration-queue/shared/trigger';
import { ApiHouse } from '../http/api-house.js';
import { Automating, daysAgo } from './automating.js';

let house: ApiHouse;
let automating: Automating;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  automating = new Automating(house, await house.newWorkspace());
});

const acme = { name: 'Acme', domain: 'acme.example' };

describe('a visit', () => {
  test('that matches sends the company as it is then, in the name of the trigger', async () => {
    const { id, integrationId } = await automating.add({
      name: 'Prices',
      conditions: { all: [{ field: 'visit.page', operator: 'starts_with', value: '/PRICING' }] },
    });
    await automating.visit({ company: acme, page: '/jobs' });
    expect(await automating.entries()).toEqual([]);
    await automating.visit({ company: { ...acme, city: 'Enschede' }, page: '/pricing/eu' });
    const [entry, ...others] = await automating.entries();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      integrationId,
      object: 'company',
      status: 'pending',
      reason: null,
      trigger: { kind: 'automation', by: { id, name: 'Prices' } },
    });
    const [row] = await house.database.query<{ company: object }[]>(
      `select source -> 'company' as company from sync where id = $1`,
      [entry!.id],
    );
    expect(row!.company).toMatchObject({ city: 'Enschede', visitCount: 2, pages: ['/pricing/eu', '/jobs'] });
    const trigger = await automating.workspace.admin.call('GET', `/v1/triggers/${id}`);
    expect(trigger.body).toMatchObject({ firedToday: 1, lastFiredAt: expect.any(String) });
  });

  test('sends nothing by a trigger that is off, deleted, or another workspace’s', async () => {
    await automating.add({ enabled: false });
    const { id } = await automating.add();
    await automating.workspace.admin.call('DELETE', `/v1/triggers/${id}`);
    await new Automating(house, await house.newWorkspace()).add();
    await automating.visit({ company: acme });
    expect(await automating.entries()).toEqual([]);
  });

  test('the first, and one after some days away, are told from others', async () => {
    const only = (condition: TriggerCondition) => ({
      conditions: { all: [condition] },
      repeat: { kind: 'each' as const },
    });
    await automating.add({ name: 'first', ...only({ field: 'visit.first', operator: 'equals', value: true }) });
    await automating.add({ name: 'back', ...only({ field: 'visit.daysAway', operator: 'at_least', value: 7 }) });
    await automating.add({ name: 'third', ...only({ field: 'visitCount', operator: 'equals', value: 3 }) });
    const fired = async () => (await automating.entries()).map(({ trigger }) => trigger.by!.name);
    await automating.visit({ company: acme, at: daysAgo(30) });
    expect(await fired()).toEqual(['first']);
    await automating.visit({ company: acme, at: daysAgo(24) });
    expect(await fired()).toEqual(['first']);
    await automating.visit({ company: acme, at: daysAgo(23) }, { company: acme, at: daysAgo(1) });
    expect(await fired()).toEqual(['first', 'back']);
    await automating.visit({ company: acme, at: daysAgo(20) });
    expect(await fired()).toEqual(['first', 'back']);
  });

  test('of a batch is counted one by one, so that none is passed over', async () => {
    const conditions: { all: TriggerCondition[] } = { all: [{ field: 'visitCount', operator: 'equals', value: 3 }] };
    await automating.add({ conditions });
    await automating.visit(...[5, 4, 3, 2, 1].map((days) => ({ company: acme, at: daysAgo(days) })));
    expect(await automating.sent()).toEqual(['Acme']);
  });

  test('that cannot be stored sends nothing', async () => {
    await automating.add();
    await automating.visit({ domain: 'nobody.example' }, { company: acme, at: '2999-01-01T00:00:00Z' });
    expect(await automating.entries()).toEqual([]);
  });
});

describe('a company', () => {
  const inGermany = {
    on: 'company' as const,
    conditions: { all: [{ field: 'country', operator: 'equals' as const, value: 'DE' }] },
  };

  test('that is created, changed, imported or comes with a visit is looked at', async () => {
    await automating.add({ ...inGermany, repeat: { kind: 'each' } });
    const created = await automating.company({ name: 'Created', country: 'DE' });
    await automating.company({ name: 'Not', country: 'NL' });
    const changed = await automating.company({ name: 'Changed' });
    const { key } = automating.workspace;
    await key.call('PATCH', `/v1/companies/${changed.id}`, { body: { country: 'DE' } });
    await key.call('POST', '/v1/companies/import', {
      raw: { text: 'name,country\nImported,DE\nOther,FR\n', type: 'text/csv' },
    });
    await automating.visit({ company: { name: 'Visitor', country: 'DE' } });
    expect(await automating.sent()).toEqual(['Created', 'Changed', 'Imported', 'Visitor']);
    await key.call('PATCH', `/v1/companies/${created.id}`, { body: { city: 'Berlin' } });
    expect(await automating.sent()).toHaveLength(4 + 1);
  });

  test('that is given again as it is, or only visited, is no change', async () => {
    await automating.add({ ...inGermany, repeat: { kind: 'each' } });
    const company = { name: 'Same', domain: 'same.example', country: 'DE' };
    await automating.company(company);
    await automating.company(company);
    await automating.visit({ company }, { domain: 'same.example' });
    expect(await automating.sent()).toEqual(['Same']);
  });

  test('that comes along with a send fires nothing: whoever sends has decided', async () => {
    await automating.add({ ...inGermany, repeat: { kind: 'each' } });
    const { integrationId, key } = automating.workspace;
    await key.call('POST', '/v1/syncs', { body: { integrationId, company: { name: 'Sent', country: 'DE' } } });
    expect((await automating.entries()).map(({ trigger }) => trigger.kind)).toEqual(['api']);
  });
});

describe('how often', () => {
  const firings = async () => (await automating.entries()).length;
  const deal = { actions: [{ object: 'task' as const, task: { subject: 'Call' } }] };
  const companyToo = 1;

  test('once per company is once, whatever is changed about the trigger', async () => {
    const { id } = await automating.add(deal);
    await automating.visit({ company: acme }, { company: acme }, { company: acme });
    await automating.visit({ company: acme });
    expect(await firings()).toBe(1 + companyToo);
    await automating.change(id, { name: 'Renamed', enabled: false });
    await automating.change(id, { enabled: true });
    await automating.visit({ company: acme });
    expect(await firings()).toBe(1 + companyToo);
  });

  test('each time is each visit', async () => {
    await automating.add({ ...deal, repeat: { kind: 'each' } });
    await automating.visit({ company: acme }, { company: acme });
    await automating.visit({ company: acme });
    expect(await firings()).toBe(3 + companyToo);
  });

  test('once in so many days is once until they have passed', async () => {
    const { id } = await automating.add({ ...deal, repeat: { kind: 'days', days: 7 } });
    const ago = (days: number) =>
      house.database.query(
        'update trigger_firing set fired_at = now() - make_interval(days => $2) where trigger_id = $1',
        [id, days],
      );
    await automating.visit({ company: acme }, { company: acme });
    await ago(6);
    await automating.visit({ company: acme });
    expect(await firings()).toBe(1 + companyToo);
    await ago(8);
    await automating.visit({ company: acme }, { company: acme });
    expect(await firings()).toBe(2 + companyToo);
  });

  test('at most so often a day, also when many come at once; those left over have their turn later', async () => {
    const { id } = await automating.add({ dailyCap: 5 });
    const company = (n: number) => ({ company: { name: `Company ${n}`, domain: `company-${n}.example` } });
    await Promise.all([0, 1, 2, 3].map((n) => automating.visit(company(2 * n), company(2 * n + 1))));
    expect(await firings()).toBe(5);
    expect((await automating.workspace.admin.call('GET', `/v1/triggers/${id}`)).body).toMatchObject({ firedToday: 5 });
    await house.database.query(
      `update trigger_firing set fired_at = fired_at - interval '1 day' where trigger_id = $1`,
      [id],
    );
    await automating.visit(...[0, 1, 2, 3, 4, 5, 6, 7].map(company));
    expect((await automating.sent()).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((n) => `Company ${n}`));
  });

  test('visits of one company told at once from many sides fire once', async () => {
    await automating.add(deal);
    await automating.add({ ...deal, name: 'Often', repeat: { kind: 'days', days: 1 } });
    const [id] = await automating.visit({ company: { name: 'Other' } });
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        automating.visit(n % 2 ? { companyId: id } : { company: { name: 'Other' } }, { company: acme }),
      ),
    );
    expect(
      (await automating.entries())
        .filter(({ object }) => object === 'task')
        .map(({ company }) => company.name)
        .sort(),
    ).toEqual(['Acme', 'Acme', 'Other', 'Other']);
  });
});

describe('order', () => {
  test('several triggers fire in their order, and what one sends is there once', async () => {
    await automating.add({ name: 'second' });
    const { id } = await automating.add({ name: 'first' });
    await automating.change(id, { position: 1 });
    await automating.visit({ company: acme });
    expect((await automating.entries()).map(({ trigger }) => trigger.by!.name)).toEqual(['first']);
  });

  test('a trigger that stops the others does so for what it fired for, and only then', async () => {
    const task = (subject: string) => [{ object: 'task' as const, task: { subject } }];
    await automating.add({ actions: task('Once'), stop: true });
    await automating.add({ actions: task('Then'), repeat: { kind: 'each' } });
    const subjects = async () => {
      const tasks = (await automating.entries()).filter(({ object }) => object === 'task');
      return Promise.all(tasks.map(async ({ id }) => (await automating.recordOf(id))['subject']));
    };
    await automating.visit({ company: acme });
    expect(await subjects()).toEqual(['Once']);
    await automating.visit({ company: acme });
    expect(await subjects()).toEqual(['Once', 'Then']);
  });
});
