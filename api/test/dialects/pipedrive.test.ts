import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as v1 from 'pipedrive/v1';
import {
  ActivitiesApi,
  ActivityFieldsApi,
  Configuration,
  DealFieldsApi,
  DealsApi,
  ItemSearchApi,
  OAuth2Configuration,
  OrganizationFieldsApi,
  OrganizationsApi,
  PipelinesApi,
  StagesApi,
} from 'pipedrive/v2';
import { startStandIn, type StandIn } from './stand-in.ts';

let crm: StandIn;

/** Pipedrive's own client, at our stand-in. */
function connect(configuration: Configuration) {
  return {
    organizations: new OrganizationsApi(configuration),
    organizationFields: new OrganizationFieldsApi(configuration),
    deals: new DealsApi(configuration),
    dealFields: new DealFieldsApi(configuration),
    activities: new ActivitiesApi(configuration),
    activityFields: new ActivityFieldsApi(configuration),
    search: new ItemSearchApi(configuration),
    pipelines: new PipelinesApi(configuration),
    stages: new StagesApi(configuration),
  };
}
let pipedrive: ReturnType<typeof connect>;

beforeEach(async () => {
  crm = await startStandIn();
  pipedrive = connect(new Configuration({ apiKey: crm.token, basePath: `${crm.url}/pipedrive/api/v2` }));
});
afterEach(() => crm.close());

async function createKey(): Promise<string> {
  const { data } = await pipedrive.organizationFields.addOrganizationField({
    AddOrganizationFieldRequest: { field_name: 'Integration Queue key', field_type: 'varchar' },
  });
  return data!.field_code;
}

const addOrganization = (request: { name: string } & Record<string, unknown>) =>
  pipedrive.organizations.addOrganization({ AddOrganizationRequest: request });

/** The client throws the body of an error, and nothing else. */
const failure = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (reason: unknown) => reason,
  );

test('a company with its custom fields: create, read, update, find, delete', async () => {
  const key = await createKey();
  expect(key).toMatch(/^[0-9a-f]{40}$/);
  const { data } = await addOrganization({
    name: 'Acme',
    website: 'https://acme.example',
    employee_count: 12,
    industry: 7,
    address: { value: 'Dorpsstraat 1', locality: 'Goor', country: 'NL' },
    custom_fields: { [key]: 'uuid-1' },
  });
  const id = data!.id!;
  await pipedrive.organizations.updateOrganization({
    id,
    UpdateOrganizationRequest: { employee_count: 13, website: null },
  });
  const read = await pipedrive.organizations.getOrganization({ id });
  expect(read.data).toMatchObject({
    id,
    name: 'Acme',
    website: null,
    employee_count: 13,
    industry: 7,
    owner_id: 71,
    address: { locality: 'Goor' },
    custom_fields: { [key]: 'uuid-1' },
    is_deleted: false,
  });
  expect(read.data!.update_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const byKey = { term: 'uuid-1', entity_type: 'organization', match: 'exact', field: key } as const;
  const found = await pipedrive.search.searchItemByField(byKey);
  expect(found.data).toMatchObject([{ item: { id } }]);
  const listed = await crm.look('/api/companies');
  expect(listed).toMatchObject({ items: [{ key: 'uuid-1', writes: 2, properties: { city: 'Goor', employees: 13 } }] });
  expect(await pipedrive.organizations.deleteOrganization({ id })).toMatchObject({ success: true, data: { id } });
  expect(await failure(pipedrive.organizations.getOrganization({ id }))).toMatchObject({
    success: false,
    error: 'Organization not found',
  });
});

test('nothing is unique: the same key twice makes two', async () => {
  const key = await createKey();
  for (const name of ['A', 'B']) await addOrganization({ name, custom_fields: { [key]: 'same' } });
  const ledger = await crm.look('/api/ledger');
  expect(ledger).toMatchObject({ duplicateKeys: 1, records: { created: 2 } });
});

test('search finds a new record only when the index has it', async () => {
  await addOrganization({ name: 'Acme Brewery' });
  const find = () => pipedrive.organizations.searchOrganization({ term: 'brew' });
  expect((await find()).data!.items).toMatchObject([{ item: { name: 'Acme Brewery', type: 'organization' } }]);
  await crm.setFaults({ searchLagMs: 60_000 });
  expect((await find()).data!.items).toEqual([]);
});

test.each([
  [{ name: '' }, 'name'],
  [{ name: 'A', nope: 1 }, 'nope'],
  [{ name: 'A', employee_count: '12' }, 'employee_count'],
  [{ name: 'A', industry: 99 }, 'industry'],
  [{ name: 'A', owner_id: 1 }, 'owner_id'],
  [{ name: 'x'.repeat(256) }, 'name'],
  [{ name: 'A', custom_fields: { ['0'.repeat(40)]: 'x' } }, '0'.repeat(40)],
])('%j is refused with the field’s name', async (request, field) => {
  expect(await failure(addOrganization(request))).toMatchObject({
    success: false,
    error: expect.stringContaining(`Validation failed: ${field}: `),
    code: 'ERR_SCHEMA_VALIDATION_FAILED',
  });
});

test('a deal and an activity hang on the company; an activity has no custom fields', async () => {
  const { data: company } = await addOrganization({ name: 'A' });
  const { data: deal } = await pipedrive.deals.addDeal({
    AddDealRequest: { title: 'Spring', value: 12.5, currency: 'EUR', org_id: company!.id!, stage_id: 5 },
  });
  expect(deal).toMatchObject({ status: 'open', stage_id: 5, pipeline_id: 2, org_id: company!.id });
  const key = '0192f3a0-0000-7000-8000-000000000001';
  const { data: activity } = await pipedrive.activities.addActivity({
    AddActivityRequest: {
      subject: 'Call',
      type: 'call',
      due_date: '2027-01-31',
      deal_id: deal!.id!,
      org_id: company!.id!,
      note: `Integration Queue key: ${key}`,
    },
  });
  expect(activity).toMatchObject({ done: false, deal_id: deal!.id, type: 'call' });
  expect(activity).not.toHaveProperty('custom_fields');
  const stored = await crm.look(`/api/tasks/${activity!.id}`);
  expect(stored).toMatchObject({ key, properties: { company_id: String(company!.id) } });
  const nowhere = pipedrive.deals.addDeal({ AddDealRequest: { title: 'D', org_id: 1 } });
  expect(await failure(nowhere)).toMatchObject({ error: expect.stringContaining('org_id') });
});

test('the schema tells types, options and what is required', async () => {
  await createKey();
  const { data: fields } = await pipedrive.organizationFields.getOrganizationFields();
  const byCode = new Map(fields!.map((field) => [field.field_name, field]));
  expect(byCode.get('Integration Queue key')).toMatchObject({ field_type: 'varchar', is_custom_field: true });
  expect(byCode.get('Industry')!.options).toContainEqual({ id: 7, label: 'Software' });
  expect((await pipedrive.stages.getStages({ pipeline_id: 2 })).data).toMatchObject([{ id: 5 }]);
  expect((await pipedrive.pipelines.getPipelines()).data).toHaveLength(2);
  expect((await pipedrive.activityFields.getActivityFields()).data!.map((field) => field.field_code)).toContain(
    'subject',
  );
  const first = new v1.Configuration({ apiKey: crm.token, basePath: `${crm.url}/pipedrive/api/v1` });
  expect((await new v1.UsersApi(first).getCurrentUser()).data).toMatchObject({ company_name: 'Practice CRM' });
});

test('lists come by pages and by ids', async () => {
  const ids: number[] = [];
  for (const name of ['A', 'B', 'C']) ids.push((await addOrganization({ name })).data!.id!);
  const first = await pipedrive.organizations.getOrganizations({ limit: 2 });
  const cursor = first.additional_data!.next_cursor!;
  const second = await pipedrive.organizations.getOrganizations({ limit: 2, cursor });
  expect([...first.data!, ...second.data!].map(({ id }) => id)).toEqual(ids);
  expect(second.additional_data!.next_cursor).toBeNull();
  const some = await pipedrive.organizations.getOrganizations({ ids: `${ids[2]},${ids[0]}` });
  expect(some.data).toHaveLength(2);
});

describe('trouble', () => {
  test.each([
    [{ expiredToken: true }, 'unauthorized access', 401],
    [{ missingScope: true }, 'Scope and URL mismatch', 403],
    [{ errorRate: 1 }, 'Internal server error', 500],
  ])('%j is %s', async (fault, error, errorCode) => {
    await crm.setFaults(fault);
    expect(await failure(pipedrive.pipelines.getPipelines())).toMatchObject({ success: false, error, errorCode });
  });

  test('the bursts and the day’s tokens are told; too much is 429', async () => {
    await crm.setFaults({ rateLimit: { requests: 1, perMs: 60_000 } });
    const call = () =>
      fetch(`${crm.url}/pipedrive/api/v2/organizations`, {
        method: 'POST',
        headers: { 'x-api-token': crm.token },
        body: '{"name":"A"}',
      });
    const first = await call();
    expect(first.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(first.headers.get('x-daily-ratelimit-token-remaining')).toBe(String(150_000 - 5));
    const second = await call();
    expect(second.status).toBe(429);
    expect(Number(second.headers.get('x-ratelimit-reset'))).toBeGreaterThan(0);
  });
});

test('an app is let in by a person, gets tokens and renews them until it may not any more', async () => {
  const oauth = new OAuth2Configuration({
    clientId: 'practice-client',
    clientSecret: 'practice-secret',
    redirectUri: 'http://127.0.0.1:1/callback',
    host: `${crm.url}/pipedrive`,
  });
  const code = (await crm.allow(oauth.authorizationUrl)).searchParams.get('code')!;
  const first = await oauth.authorize(code);
  expect(oauth.basePath).toBe(`${crm.url}/pipedrive/api/v2`);
  const app = () => connect(new Configuration({ accessToken: oauth.getAccessToken, basePath: oauth.basePath }));
  expect((await app().pipelines.getPipelines()).data).toHaveLength(2);
  await crm.setFaults({ expiredToken: true });
  expect(await failure(app().pipelines.getPipelines())).toMatchObject({ errorCode: 401 });
  const second = await oauth.tokenRefresh();
  expect(second.refresh_token).toBe(first.refresh_token);
  expect((await app().pipelines.getPipelines()).data).toHaveLength(2);
  await crm.setFaults({ deadRefreshToken: true });
  expect(await failure(oauth.tokenRefresh())).toMatchObject({ error: 'invalid_grant' });
});
