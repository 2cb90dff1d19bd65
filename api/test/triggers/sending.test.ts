import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TriggerDraft, TriggerOwner, TriggerTest } from '@integration-queue/shared/trigger';
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

const acme = { name: 'Acme', domain: 'acme.example', country: 'DE', tags: ['south', 'key'] };
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('what is sent', () => {
  const sentBy = async (action: TriggerDraft['actions'][number], company: object = acme) => {
    await automating.add({ actions: [action] });
    await automating.visit({ company });
    const sent = (await automating.entries()).find(({ object }) => object === action.object)!;
    return automating.recordOf(sent.id);
  };

  test('a deal with its title filled in, its value, stage and closing date', async () => {
    const deal = {
      title: '{{name}} ({{country}})',
      amount: 5000,
      currency: 'EUR',
      pipeline: 'sales',
      stage: 'new',
      closeInDays: 30,
      description: 'Visits: {{visitCount}}\nCity: {{city}}',
    };
    expect(await sentBy({ object: 'deal', deal })).toEqual({
      title: 'Acme (DE)',
      amount: 5000,
      currency: 'EUR',
      pipeline: 'sales',
      stage: 'new',
      closeDate: inDays(30),
      description: 'Visits: 1',
    });
  });

  test('a task with its subject and when it is due, waiting for the company, which goes with it', async () => {
    const task = { subject: 'Call {{name}}', type: 'call', priority: 'high', dueInDays: 2 };
    const { dueDate, ...rest } = await sentBy({ object: 'task', task });
    expect(rest).toEqual({ subject: 'Call Acme', type: 'call', priority: 'high' });
    expect(dueDate).toBe(inDays(2));
    const entries = await automating.entries();
    expect(entries.map(({ object, reason, trigger }) => [object, reason?.code, trigger.kind]).sort()).toEqual([
      ['company', undefined, 'automation'],
      ['task', 'waits_for_company', 'automation'],
    ]);
  });

  test('a title none of whose values is there is the company’s name; a long one is cut', async () => {
    expect(await sentBy({ object: 'deal', deal: { title: '{{city}}' } })).toEqual({ title: 'Acme' });
    const long = { object: 'task', task: { subject: 'Call {{name}} {{name}}' } } as const;
    const { subject } = await sentBy(long, { name: 'A'.repeat(490) });
    expect(subject).toBe(`Call ${'A'.repeat(490)} AAAA`);
  });

  test.each<[string, TriggerOwner, string | undefined]>([
    ['one', { fixed: 'anna' }, 'anna'],
    ['one by a field', { by: 'country', values: { at: 'bert', de: 'cleo' } }, 'cleo'],
    ['one by a tag', { by: 'tags', values: { north: 'bert', key: 'dora' }, otherwise: 'anna' }, 'dora'],
    ['another where none fits', { by: 'city', values: { Berlin: 'bert' }, otherwise: 'anna' }, 'anna'],
    ['none where none fits and there is no other', { by: 'city', values: { Berlin: 'bert' } }, undefined],
  ])('the owner: %s', async (_, owner, expected) => {
    expect((await sentBy({ object: 'deal', deal: { title: 'A', owner } }))['owner']).toBe(expected);
  });

  test('the owner: one of several, always the same for a company, and all have their turn', async () => {
    const owners = ['anna', 'bert', 'cleo'];
    const actions = [{ object: 'task' as const, task: { subject: 'Call', owner: { among: owners } } }];
    await automating.add({ actions, repeat: { kind: 'each' } });
    const companies = Array.from({ length: 40 }, (_, n) => ({ company: { name: `Company ${n}` } }));
    await automating.visit(...companies, ...companies);
    const byCompany = new Map<string, Set<unknown>>();
    for (const { id, object, company } of await automating.entries()) {
      if (object !== 'task') continue;
      const { owner } = await automating.recordOf(id);
      byCompany.set(company.id, (byCompany.get(company.id) ?? new Set()).add(owner));
    }
    expect(byCompany.size).toBe(40);
    expect([...byCompany.values()].map(({ size }) => size)).toEqual(Array.from({ length: 40 }, () => 1));
    expect(new Set([...byCompany.values()].flatMap((own) => [...own]))).toEqual(new Set(owners));
  });
});

describe('a test', () => {
  const testDraft = async (more: Partial<TriggerDraft>) => {
    const { status, body } = await automating.workspace.admin.call<TriggerTest>('POST', '/v1/triggers/test', {
      body: automating.draft(more),
    });
    expect(status).toBe(200);
    return body;
  };

  test('tells which of the last companies it would have sent, and sends nothing', async () => {
    await automating.visit(
      { company: { name: 'Often', country: 'DE' }, at: daysAgo(20), page: '/pricing' },
      { company: { name: 'Often', country: 'DE' }, at: daysAgo(19), page: '/pricing' },
      { company: { name: 'Often', country: 'DE' }, at: daysAgo(2), page: '/pricing' },
      { company: { name: 'Elsewhere', country: 'DE' }, at: daysAgo(3), page: '/jobs' },
      { company: { name: 'Once', country: 'DE' }, at: daysAgo(1), page: '/pricing' },
      { company: { name: 'Once', country: 'DE' }, at: daysAgo(0.5), page: '/' },
    );
    const more: Partial<TriggerDraft> = {
      conditions: { all: [{ field: 'visit.page', operator: 'equals', value: '/pricing' }] },
      actions: [{ object: 'company' }, { object: 'deal', deal: { title: 'Deal: {{name}}' } }],
    };
    const sendsOf = (name: string) => [
      { object: 'company', title: name },
      { object: 'deal', title: `Deal: ${name}` },
    ];
    const item = (name: string, times: number) => ({
      company: { id: expect.any(String), name, domain: null },
      times,
      sends: sendsOf(name),
    });
    expect(await testDraft(more)).toEqual({
      checked: 3,
      matched: 2,
      sends: 4,
      items: [item('Once', 1), item('Often', 1)],
    });
    expect(await testDraft({ ...more, repeat: { kind: 'each' } })).toMatchObject({
      sends: 8,
      items: [item('Once', 1), item('Often', 3)],
    });
    expect(await testDraft({ ...more, repeat: { kind: 'days', days: 7 } })).toMatchObject({
      items: [item('Once', 1), item('Often', 2)],
    });
    expect(await automating.entries()).toEqual([]);
    expect((await automating.workspace.admin.call<{ items: [] }>('GET', '/v1/triggers')).body.items).toEqual([]);
  });

  test('of a trigger on companies looks at the last 100 of them', async () => {
    const lines = Array.from({ length: 120 }, (_, n) => `Company ${n},${n % 2 ? 'DE' : 'NL'}`);
    await automating.workspace.key.call('POST', '/v1/companies/import', {
      raw: { text: `name,country\n${lines.join('\n')}`, type: 'text/csv' },
    });
    const conditions = { all: [{ field: 'country', operator: 'equals' as const, value: 'DE' }] };
    const tested = await testDraft({ on: 'company', conditions });
    expect(tested).toMatchObject({ checked: 100, matched: 50, sends: 50 });
    const { id } = await automating.add({ on: 'company', conditions, enabled: false });
    const stored = await automating.workspace.admin.call<TriggerTest>('POST', `/v1/triggers/${id}/test`);
    expect(stored.body).toEqual(tested);
  });

  test('shows nothing of another workspace', async () => {
    await new Automating(house, await house.newWorkspace()).visit({ company: acme });
    expect(await testDraft({})).toEqual({ checked: 0, matched: 0, sends: 0, items: [] });
  });
});
