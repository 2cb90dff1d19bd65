import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Company } from '@integration-queue/shared/company';
import type { Sync, SyncBatchAnswer, SyncSummary } from '@integration-queue/shared/sync';
import { ApiHouse, type TestWorkspace, unknownId } from './api-house.js';
import { Sender } from './sending.js';

let house: ApiHouse;
let workspace: TestWorkspace;
let sender: Sender;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
  sender = new Sender(house, workspace);
});

describe('one', () => {
  test('is answered with its entry, which is then in the list and in the counts', async () => {
    const { status, body } = await sender.send({
      company: { name: 'Acme', domain: 'www.acme.example', employees: 12 },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      integrationId: workspace.integrationId,
      provider: 'practice',
      object: 'company',
      company: { id: expect.any(String), name: 'Acme', domain: 'acme.example' },
      status: 'pending',
      reason: null,
      skipped: null,
      trigger: { kind: 'api', by: { id: expect.any(String), name: expect.any(String) } },
      attempts: 0,
      initiatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      processedAt: null,
      error: null,
      crm: null,
    });
    expect(await sender.entries()).toEqual([body]);
    const { body: summary } = await workspace.key.call<SyncSummary>('GET', '/v1/syncs/summary');
    expect(summary.counts).toEqual({ pending: 1, processing: 0, processed: 0, error: 0 });
    expect(summary.oldestPendingAt).toBe(body.initiatedAt);
  });

  test('keeps the whole company as it was when it was sent', async () => {
    const first = await sender.send({ company: { name: 'Acme', domain: 'acme.example', city: 'Enschede' } });
    await sender.send({ company: { name: 'Acme', domain: 'acme.example', industry: 'Rockets' } });
    expect(await sender.companyOf(first.body.id)).toMatchObject({ name: 'Acme', city: 'Enschede' });
    expect(await sender.companyOf(first.body.id)).not.toHaveProperty('industry');
    const [newest] = await sender.entries();
    expect(await sender.companyOf(newest!.id)).toMatchObject({ city: 'Enschede', industry: 'Rockets' });
  });

  test('by id of a company, or with the company itself, but not both and not neither', async () => {
    const { body } = await sender.send({ company: { name: 'Acme' } });
    expect((await sender.send({ companyId: body.company.id })).body.company.id).toBe(body.company.id);
    for (const both of [{ companyId: body.company.id, company: { name: 'Acme' } }, {}]) {
      expect(await sender.send(both)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
  });

  test('by a person is held for the undo window, by a service it is not', async () => {
    const { body } = await sender.send({ company: { name: 'Acme' } }, workspace.admin);
    expect(body.trigger).toMatchObject({ kind: 'manual', by: { name: 'Admin' } });
    expect(body.reason).toEqual({ code: 'held', until: expect.any(String) });
    const seconds = (Date.parse(body.reason!.until!) - Date.parse(body.initiatedAt)) / 1000;
    expect(Math.round(seconds)).toBe(5);
  });

  test('to an integration that is unknown, deleted or another workspace’s is not found, and changes nothing', async () => {
    const other = await house.newWorkspace();
    for (const integrationId of [unknownId(), other.integrationId]) {
      const answer = await sender.send({ integrationId, company: { name: 'Acme', domain: 'acme.example' } });
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(await sender.entries()).toEqual([]);
    expect((await workspace.key.call<{ items: [] }>('GET', '/v1/companies')).body.items).toEqual([]);
  });

  test('of a company that is unknown or another workspace’s is not found', async () => {
    const other = await house.newWorkspace();
    const { body: theirs } = await other.key.call<Company>('POST', '/v1/companies', { body: { name: 'Theirs' } });
    for (const companyId of [unknownId(), theirs.id]) {
      expect(await sender.send({ companyId })).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });

  test('with a domain that another company has under another external id is refused', async () => {
    await sender.send({ company: { name: 'A', externalId: 'a', domain: 'acme.example' } });
    expect(await sender.send({ company: { name: 'B', externalId: 'b', domain: 'acme.example' } })).toMatchObject({
      status: 409,
      body: { code: 'domain_taken' },
    });
  });
});

describe('the same again', () => {
  const acme = { name: 'Acme', domain: 'acme.example' };

  test('while it waits is answered with the one that waits', async () => {
    const first = await sender.send({ company: acme });
    const second = await sender.send({ company: acme });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
  });

  test('after other content is a new one: A, B, A ends as A', async () => {
    const contents = [acme, { ...acme, city: 'Goor' }, { ...acme, city: 'Almelo' }, { ...acme, city: 'Goor' }];
    const ids = [];
    for (const company of contents) ids.push((await sender.send({ company })).body.id);
    expect(new Set(ids).size).toBe(4);
    expect((await sender.companyOf(ids[3]!)).city).toBe('Goor');
  });

  test('once it was taken for sending is a new one', async () => {
    const { body } = await sender.send({ company: acme });
    await house.database.query(`update sync set status = 'processing', dedupe_key = null where id = $1`, [body.id]);
    expect((await sender.send({ company: acme })).status).toBe(201);
  });

  test('once it was deleted is a new one', async () => {
    const { body } = await sender.send({ company: acme });
    await workspace.key.call('DELETE', `/v1/syncs/${body.id}`);
    expect((await sender.send({ company: acme })).status).toBe(201);
  });

  test('from many callers at once is one', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => sender.send({ company: acme })));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  test('to another integration, or from another workspace, is another', async () => {
    const { body } = await sender.send({ company: acme });
    const other = await house.newWorkspace();
    const theirs = await other.key.call<Sync>('POST', '/v1/syncs', {
      body: { integrationId: other.integrationId, company: acme },
    });
    expect(theirs.status).toBe(201);
    expect(theirs.body.company.id).not.toBe(body.company.id);
  });
});

describe('a batch', () => {
  test('of 1,000 with one bad item accepts the other 999, in order', async () => {
    const items = Array.from({ length: 1000 }, (_, index) => ({
      company: index === 500 ? { name: '' } : { name: `Company ${index}`, domain: `company-${index}.example` },
    }));
    const results = await sender.sendBatch(items);
    expect(results).toHaveLength(1000);
    expect(results.map(({ index }) => index)).toEqual(items.map((_, index) => index));
    expect(results[500]).toEqual({
      index: 500,
      id: null,
      status: 'invalid',
      errors: [{ path: 'company.name', message: 'must not be empty' }],
    });
    expect(results.filter(({ status }) => status === 'accepted')).toHaveLength(999);
    const ids = results.flatMap(({ id }) => id ?? []);
    expect(ids).toEqual([...ids].sort());
    expect((await sender.entries())[0]?.company.name).toBe('Company 999');
  });

  test('answers each kind of bad item for itself', async () => {
    const other = await house.newWorkspace();
    const { body: theirs } = await other.key.call<Company>('POST', '/v1/companies', { body: { name: 'Theirs' } });
    await sender.sendBatch([{ company: { name: 'A', externalId: 'a', domain: 'taken.example' } }]);
    const results = await sender.sendBatch([
      { company: { name: 'Good' } },
      { integrationId: other.integrationId, company: { name: 'Lost' } },
      { companyId: theirs.id },
      { company: { name: 'B', externalId: 'b', domain: 'taken.example' } },
      { company: { name: 'Lost', surprise: 1 } },
      { object: 'deal', company: { name: 'Lost' } },
      { company: { name: 'Lost', firstVisitAt: '2026-02-31T00:00:00Z' } },
      { object: 'task', company: { name: 'Lost' }, task: { subject: 'A', dueDate: '2026-02-30' } },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['accepted', ...Array<string>(7).fill('invalid')]);
    expect(results.slice(1).map(({ errors }) => errors?.[0]?.path)).toEqual([
      'integrationId',
      'companyId',
      expect.stringMatching(/^company/),
      'company.surprise',
      expect.any(String),
      'company.firstVisitAt',
      'task.dueDate',
    ]);
    const { body } = await workspace.key.call<{ items: Company[] }>('GET', '/v1/companies?q=Lost');
    expect(body.items).toEqual([]);
  });

  test('of garbage is answered item by item', async () => {
    const { body } = await workspace.key.call<SyncBatchAnswer>('POST', '/v1/syncs/batch', {
      body: { items: [null, 1, 'x', [], {}] },
    });
    expect(body.results.map(({ status }) => status)).toEqual(Array(5).fill('invalid'));
  });

  test('takes the same item twice once, and a company of several items with all they say of it', async () => {
    const company = { name: 'Acme', domain: 'acme.example' };
    const results = await sender.sendBatch([
      { company },
      { company },
      { company: { ...company, city: 'Goor' } },
      { object: 'task', company, task: { subject: 'Call', externalId: 't1' } },
      { object: 'task', company, task: { subject: 'Call again', externalId: 't1' } },
      { object: 'task', company, task: { subject: 'Call again', externalId: 't1' } },
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'accepted',
      'duplicate',
      'duplicate',
      'accepted',
      'accepted',
      'duplicate',
    ]);
    expect(new Set(results.map(({ id }) => id)).size).toBe(3);
    expect(await sender.companyOf(results[0]!.id!)).toMatchObject({ city: 'Goor' });
    // The first subject is over: sent again it is something new.
    const [again] = await sender.sendBatch([{ object: 'task', company, task: { subject: 'Call', externalId: 't1' } }]);
    expect(again).toMatchObject({ status: 'accepted' });
  });

  test('of 1,001 is refused as a whole', async () => {
    const items = Array.from({ length: 1001 }, (_, index) => ({ company: { name: `Company ${index}` } }));
    expect(await workspace.key.refused('POST', '/v1/syncs/batch', { body: { items } })).toMatchObject({
      status: 400,
      code: 'too_many_items',
    });
    expect(await sender.entries()).toEqual([]);
  });

  test.each([{}, { items: [] }, { items: {} }, [], { items: [{}], more: 1 }])('%j is refused', async (body) => {
    expect(await workspace.key.refused('POST', '/v1/syncs/batch', { body })).toMatchObject({ code: 'invalid_request' });
  });

  test('of many callers with overlapping records loses none and locks none out', async () => {
    const items = Array.from({ length: 100 }, (_, index) => ({
      company: { name: `Company ${index}`, domain: `company-${index}.example` },
    }));
    const answers = await Promise.all([
      sender.sendBatch(items),
      sender.sendBatch(items.toReversed()),
      sender.sendBatch(items.slice(50)),
      sender.sendBatch(items.toReversed().slice(25)),
    ]);
    expect(answers.flat().filter(({ status }) => status === 'invalid')).toEqual([]);
    expect(answers.flat().filter(({ status }) => status === 'accepted')).toHaveLength(100);
    expect(await sender.entries()).toHaveLength(100);
  });
});
