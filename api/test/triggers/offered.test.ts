import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Problem } from '@integration-queue/shared/problem';
import type { Trigger, TriggerAction, TriggerDraft } from '@integration-queue/shared/trigger';
import { noFaults } from '../../../e2e/practice-crm/faults.ts';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { ApiHouse, type TestWorkspace } from '../http/api-house.js';
import { Automating } from './automating.js';

let house: ApiHouse;
let crm: PracticeCrm;
let workspace: TestWorkspace;
let automating: Automating;

beforeAll(async () => {
  [house, crm] = await Promise.all([ApiHouse.open(), startPracticeCrm()]);
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  await setFaults(noFaults());
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
  automating = new Automating(house, workspace);
});

const setFaults = (faults: object) => fetch(`${crm.url}/api/faults`, { method: 'PUT', body: JSON.stringify(faults) });
const deal = (values: object): TriggerAction => ({ object: 'deal', deal: { title: '{{name}}', ...values } });
const task = (values: object): TriggerAction => ({ object: 'task', task: { subject: 'Call {{name}}', ...values } });
const save = (actions: TriggerAction[], more: Partial<TriggerDraft> = {}) =>
  workspace.admin.call<Trigger>('POST', '/v1/triggers', { body: automating.draft({ actions, ...more }) });
const change = (id: string, body: object) => workspace.admin.call<Trigger>('PATCH', `/v1/triggers/${id}`, { body });
/** As if the CRM had told a moment ago that a field of its deals offers these. */
async function offer(field: string, ...values: string[]): Promise<void> {
  await workspace.key.call('GET', `/v1/integrations/${workspace.integrationId}/send-fields?object=deal`);
  const options = JSON.stringify(values.map((value) => ({ value, label: value })));
  await house.database.query(
    `update kept_schema set read_at = now(), fields = (
       select jsonb_agg(case when f ->> 'name' = $2 then jsonb_set(f, '{options}', $3) else f end)
       from jsonb_array_elements(fields) f)
     where integration_id = $1 and object = 'deal'`,
    [workspace.integrationId, field, options],
  );
}

describe('what a trigger sends that the CRM does not offer', () => {
  test('is refused when it is saved, each at its field; templates and what is offered are not', async () => {
    const refused = await save([
      { object: 'company' },
      deal({ stage: 'Dreaming', amount: 5000, currency: 'EUR', closeInDays: 7 }),
      task({ type: 'Telepathy', dueInDays: 2 }),
    ]);
    expect(refused).toMatchObject({
      status: 422,
      body: {
        code: 'option_not_offered',
        errors: [
          { path: 'actions.1.deal.stage', message: expect.stringContaining('Dreaming') },
          { path: 'actions.2.task.type', message: expect.stringContaining('Telepathy') },
        ],
      },
    });
    expect((await workspace.admin.call('GET', '/v1/triggers')).body).toMatchObject({ items: [] });
    expect((await save([deal({ stage: 'Won' }), task({ type: 'Call' })])).status).toBe(201);
  });

  test('is refused when it is tested, as a draft and as a trigger, as saving it would be', async () => {
    await offer('stage', 'Old');
    const { body: trigger } = await save([deal({ stage: 'Old' })]);
    await offer('stage', 'Won');
    const draft = automating.draft({ actions: [{ object: 'company' }, deal({ stage: 'Dreaming' })] });
    expect(await workspace.admin.call('POST', '/v1/triggers/test', { body: draft })).toMatchObject({
      status: 422,
      body: { code: 'option_not_offered', errors: [{ path: 'actions.1.deal.stage' }] },
    });
    expect(await workspace.admin.call('POST', `/v1/triggers/${trigger.id}/test`)).toMatchObject({
      status: 422,
      body: { code: 'option_not_offered', errors: [{ path: 'actions.0.deal.stage' }] },
    });
  });

  test('is refused when it is changed to that; the trigger stays as it was', async () => {
    const { body: trigger } = await save([deal({ stage: 'Won' })]);
    expect(await change(trigger.id, { actions: [deal({ stage: 'Dreaming' })] })).toMatchObject({
      status: 422,
      body: { code: 'option_not_offered', errors: [{ path: 'actions.0.deal.stage' }] },
    });
    expect((await workspace.admin.call<Trigger>('GET', `/v1/triggers/${trigger.id}`)).body).toEqual(trigger);
  });

  test('any more is refused when it is switched on, and not when it is renamed or switched off', async () => {
    await offer('stage', 'Old');
    const { body: trigger } = await save([deal({ stage: 'Old' })]);
    await offer('stage', 'New');
    expect((await change(trigger.id, { name: 'Renamed', dailyCap: 3 })).status).toBe(200);
    expect((await change(trigger.id, { enabled: false })).status).toBe(200);
    expect(await change(trigger.id, { enabled: true })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'actions.0.deal.stage' }] },
    });
  });

  test('is saved where nobody can tell: the CRM does not answer and never did', async () => {
    await setFaults({ errorRate: 1 });
    expect((await save([deal({ stage: 'Dreaming' })])).status).toBe(201);
  });
});

describe('an owner the CRM does not know', () => {
  test('is refused where the rule names it', async () => {
    await offer('owner', 'Anna', 'Bert');
    const owners = [
      { among: ['anna', 'Zoe', 'Bert'] },
      { by: 'country', values: { DE: 'Anna', NL: 'Zoe' }, otherwise: 'Yann' },
      { fixed: 'Zoe' },
      { fixed: 'Bert' },
    ];
    const { status, body } = await save(owners.map((owner) => deal({ owner })));
    expect(status).toBe(422);
    expect((body as unknown as Problem).errors?.map(({ path }) => path)).toEqual([
      'actions.0.deal.owner.among.1',
      'actions.1.deal.owner.values.NL',
      'actions.1.deal.owner.otherwise',
      'actions.2.deal.owner.fixed',
    ]);
  });
});
