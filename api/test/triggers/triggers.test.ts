import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Trigger, TriggerCondition, TriggerDraft, TriggerList } from '@integration-queue/shared/trigger';
import { ApiHouse, unknownId } from '../http/api-house.js';
import { Automating } from './automating.js';

let house: ApiHouse;
let automating: Automating;

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  automating = new Automating(house, await house.newWorkspace());
});

const { call, refused } = {
  call: <T>(method: string, path: string, body?: object) =>
    automating.workspace.admin.call<T>(method, path, body ? { body } : {}),
  refused: (method: string, path: string, body: object) => automating.workspace.admin.refused(method, path, { body }),
};
const list = async () => (await call<TriggerList>('GET', '/v1/triggers')).body.items;

describe('a trigger', () => {
  test('is answered as it was given, with what it does by itself', async () => {
    const draft: TriggerDraft = {
      name: 'Prices',
      on: 'visit',
      integrationId: automating.workspace.integrationId,
      conditions: { all: [{ field: 'visit.page', operator: 'contains', value: '/pricing' }] },
      actions: [{ object: 'company' }],
    };
    const { status, body } = await call<Trigger>('POST', '/v1/triggers', draft);
    expect(status).toBe(201);
    expect(body).toEqual({
      ...draft,
      id: expect.any(String),
      repeat: { kind: 'once' },
      dailyCap: null,
      stop: false,
      enabled: false,
      position: 1,
      integrationName: expect.any(String),
      firedToday: 0,
      lastFiredAt: null,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect((await call<Trigger>('GET', `/v1/triggers/${body.id}`)).body).toEqual(body);
    expect(await list()).toEqual([body]);
  });

  test('is changed in parts, and moved in the order', async () => {
    const [a, b, c] = [
      await automating.add({ name: 'a' }),
      await automating.add({ name: 'b' }),
      await automating.add({ name: 'c' }),
    ];
    const names = async () => (await list()).map(({ name, position }) => `${position} ${name}`);
    expect(await names()).toEqual(['1 a', '2 b', '3 c']);
    await automating.change(c.id, { position: 1 });
    expect(await names()).toEqual(['1 c', '2 a', '3 b']);
    await automating.change(c.id, { position: 99, name: 'C', dailyCap: 5 });
    expect(await names()).toEqual(['1 a', '2 b', '3 C']);
    expect((await list())[2]).toMatchObject({ dailyCap: 5, enabled: true });
    expect((await call('DELETE', `/v1/triggers/${a.id}`)).status).toBe(204);
    expect(await names()).toEqual(['1 b', '2 C']);
    expect((await automating.change(b.id, { dailyCap: null })).position).toBe(1);
    expect((await call('GET', `/v1/triggers/${a.id}`)).status).toBe(404);
    expect((await call('DELETE', `/v1/triggers/${a.id}`)).status).toBe(404);
  });

  test('leaves who did what in the audit log', async () => {
    const { id } = await automating.add();
    await automating.change(id, { enabled: false });
    await call('DELETE', `/v1/triggers/${id}`);
    const log = await house.database.query<{ action: string; details: object }[]>(
      'select action, details from audit_log where target_id = $1 order by id',
      [id],
    );
    expect(log).toEqual([
      { action: 'trigger.created', details: { name: 'A trigger', enabled: true } },
      { action: 'trigger.changed', details: { fields: ['enabled'] } },
      { action: 'trigger.deleted', details: {} },
    ]);
  });

  test('of an integration that was disconnected stays, says so, and can be switched off', async () => {
    const { id, integrationId } = await automating.add();
    await call('DELETE', `/v1/integrations/${integrationId}`);
    expect((await list())[0]).toMatchObject({ id, integrationName: null });
    await automating.visit({ company: { name: 'Acme' } });
    expect(await automating.entries()).toEqual([]);
    expect(await automating.change(id, { enabled: false })).toMatchObject({ enabled: false });
    expect(await refused('PATCH', `/v1/triggers/${id}`, { enabled: true })).toMatchObject({ code: 'not_found' });
  });

  test('is for admins to make, and for members to see', async () => {
    const { id } = await automating.add();
    const member = await house.newMember(automating.workspace);
    expect((await member.call('GET', '/v1/triggers')).status).toBe(200);
    for (const [method, path] of [
      ['POST', ''],
      ['PATCH', `/${id}`],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/test`],
    ])
      expect((await member.call(method!, `/v1/triggers${path}`, { body: {} })).status).toBe(403);
  });
});

const equals = (field: string, value: unknown = 'x') => ({ field, operator: 'equals', value }) as TriggerCondition;
const nested = (levels: number): TriggerCondition => (levels === 0 ? equals('country') : { all: [nested(levels - 1)] });

describe('conditions that cannot work are refused by their path', () => {
  test.each<[string, unknown, string]>([
    ['an unknown field', { all: [equals('colour')] }, 'conditions.all.0.field'],
    [
      'one deep inside',
      { all: [equals('country'), { any: [equals('city'), equals('id')] }] },
      'conditions.all.1.any.1.field',
    ],
    ['a name all objects have', { all: [equals('constructor')] }, 'conditions.all.0.field'],
    ['an unknown operator', { all: [{ ...equals('name'), operator: 'matches' }] }, 'conditions.all.0.operator'],
    [
      'an operator of another kind',
      { all: [{ ...equals('name'), operator: 'at_least' }] },
      'conditions.all.0.operator',
    ],
    ['a text for a number', { all: [equals('employees', '5')] }, 'conditions.all.0.value'],
    ['a list for a text', { all: [equals('name', ['a'])] }, 'conditions.all.0.value'],
    ['no list for "in"', { all: [{ field: 'name', operator: 'in', value: 'a' }] }, 'conditions.all.0.value'],
    ['an empty list', { all: [{ field: 'name', operator: 'in', value: [] }] }, 'conditions.all.0.value'],
    ['no value', { all: [{ field: 'name', operator: 'contains' }] }, 'conditions.all.0.value'],
    ['an empty text', { all: [{ field: 'name', operator: 'contains', value: ' ' }] }, 'conditions.all.0.value'],
    ['a value nobody asks for', { all: [{ field: 'name', operator: 'is_set', value: 'a' }] }, 'conditions.all.0.value'],
    ['an empty group', { all: [{ any: [] }] }, 'conditions.all.0.any'],
    ['an empty choice', { any: [] }, 'conditions.any'],
    ['both kinds in one group', { all: [], any: [] }, 'conditions.all'],
    ['too many levels', nested(5), 'conditions.all.0.all.0.all.0.all.0'],
    [
      'too many conditions',
      {
        all: [
          { all: Array.from({ length: 26 }, () => equals('name')) },
          { any: Array.from({ length: 26 }, () => equals('name')) },
        ],
      },
      'conditions',
    ],
    ['a condition without a group', equals('name'), 'conditions.all'],
  ])('%s', async (_, conditions, path) => {
    const problem = await refused('POST', '/v1/triggers', { ...automating.draft(), conditions });
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.errors!.map((error) => error.path)).toContain(path);
    expect(await list()).toEqual([]);
  });

  test('a field of the visit, for a trigger on companies, also by a later change', async () => {
    const conditions = { all: [equals('visit.page')] };
    const problem = await refused('POST', '/v1/triggers', { ...automating.draft(), on: 'company', conditions });
    expect(problem.errors![0]).toEqual({
      path: 'conditions.all.0.field',
      message: 'is known only to triggers on visits',
    });
    const { id } = await automating.add({ conditions });
    const change = await refused('PATCH', `/v1/triggers/${id}`, { on: 'company' });
    expect(change.errors![0]!.path).toBe('conditions.all.0.field');
  });

  test('more levels than anybody could read end in a clear answer too', async () => {
    const problem = await refused('POST', '/v1/triggers', { ...automating.draft(), conditions: nested(1000) });
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
  });
});

describe('what a trigger sends is checked as a send of it would be', () => {
  test.each<[string, unknown, string]>([
    ['a deal without a title', { object: 'deal', deal: {} }, 'actions.0.deal.title'],
    ['a currency that is none', { object: 'deal', deal: { title: 'A', currency: 'EURO' } }, 'actions.0.deal.currency'],
    ['a template with an unknown field', { object: 'deal', deal: { title: '{{colour}}' } }, 'actions.0.deal.title'],
    ['a placeholder that is not closed', { object: 'deal', deal: { title: '{{name}' } }, 'actions.0.deal.title'],
    ['a task without a subject', { object: 'task', task: { dueInDays: 1 } }, 'actions.0.task.subject'],
    ['a due date in the past', { object: 'task', task: { subject: 'A', dueInDays: -1 } }, 'actions.0.task.dueInDays'],
    [
      'an owner by an unknown field',
      { object: 'task', task: { subject: 'A', owner: { by: 'colour', values: {} } } },
      'actions.0.task.owner.by',
    ],
    ['an object there is not', { object: 'contact' }, 'actions.0.object'],
    ['a deal that is a task', { object: 'deal', task: { subject: 'A' } }, 'actions.0.deal'],
  ])('%s', async (_, action, path) => {
    const problem = await refused('POST', '/v1/triggers', { ...automating.draft(), actions: [action] });
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.errors!.map((error) => error.path)).toContain(path);
  });

  test('to an integration that is not ours is not found', async () => {
    const theirs = await house.newWorkspace();
    for (const integrationId of [unknownId(), theirs.integrationId])
      expect(await refused('POST', '/v1/triggers', { ...automating.draft(), integrationId })).toMatchObject({
        status: 404,
      });
  });
});
