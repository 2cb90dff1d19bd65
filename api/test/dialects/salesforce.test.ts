import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Connection, OAuth2 } from '@jsforce/jsforce-node';
import { startStandIn, type StandIn } from './stand-in.ts';

const KEY = 'Integration_Queue_Key__c';

let crm: StandIn;
let salesforce: Connection;

/** Salesforce's own client, at our stand-in. It is told not to try again by itself. */
const connect = (accessToken: string) =>
  new Connection({ instanceUrl: `${crm.url}/salesforce`, accessToken, version: '62.0', maxRequest: 10 });

beforeEach(async () => {
  crm = await startStandIn();
  salesforce = connect(crm.token);
});
afterEach(() => crm.close());

const createKey = (type = 'Account') =>
  salesforce.tooling.sobject('CustomField').create({
    FullName: `${type}.${KEY}`,
    Metadata: { type: 'Text', label: 'Integration Queue key', length: 36, externalId: true, unique: true },
  });

interface Result {
  id?: string;
  success: boolean;
  created?: boolean;
  errors: { statusCode: string; message: string; fields: string[] }[];
}

/** One collection call, answer as it is. */
const upsert = (type: string, records: Record<string, unknown>[], allOrNone = false) =>
  salesforce.requestPatch<Result[]>(`/composite/sobjects/${type}/${KEY}`, {
    allOrNone,
    records: records.map((record) => ({ attributes: { type }, ...record })),
  });

async function failure(call: PromiseLike<unknown>) {
  const error = (await call.then(
    () => null,
    (reason: unknown) => reason,
  )) as { errorCode?: string; name?: string; message?: string } | null;
  return { errorCode: error?.errorCode ?? error?.name, message: error?.message };
}

describe('upsert by an external id', () => {
  beforeEach(() => createKey());

  test('creates, then updates, in order', async () => {
    const first = await upsert('Account', [
      { [KEY]: 'a', Name: 'Acme', NumberOfEmployees: 12, Website: 'http://www.acme.example' },
      { [KEY]: 'b', Name: 'Beta' },
    ]);
    expect(first).toMatchObject([
      { success: true, created: true },
      { success: true, created: true },
    ]);
    const second = await upsert('Account', [{ [KEY]: 'b', Name: 'Beta BV' }]);
    expect(second).toMatchObject([{ id: first[1]!.id, success: true, created: false, errors: [] }]);
    expect(first[0]!.id).toMatch(/^001\w{15}$/);
    const listed = await crm.look('/api/companies');
    expect(listed).toMatchObject({
      total: 2,
      items: [
        { key: 'b', writes: 2 },
        { key: 'a', writes: 1 },
      ],
    });
    const { records } = await salesforce.query(`SELECT Id, Name FROM Account WHERE Website LIKE '%acme.example%'`);
    expect(records).toMatchObject([{ Id: first[0]!.id, Name: 'Acme' }]);
  });

  test('the client’s own upsert understands the answers', async () => {
    const results = await salesforce.sobject('Account').upsert([{ [KEY]: 'a', Name: 'A' }, { [KEY]: 'b' }], KEY);
    expect(results).toMatchObject([
      { success: true, created: true },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }] },
    ]);
    const one = await salesforce.sobject('Account').upsert({ [KEY]: 'a', Name: 'AA' }, KEY);
    expect(one).toMatchObject({ success: true, created: false });
  });

  test.each([
    [{ Name: 'x'.repeat(256) }, 'STRING_TOO_LONG'],
    [{ Name: 'A', Rating: 'Tepid' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    [{ Name: 'A', CreatedDate: '2026-01-01T00:00:00Z' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    [{ Name: 'A', OwnerId: '005000000000000AAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
    [{}, 'REQUIRED_FIELD_MISSING'],
  ])('%j is an error of its own row', async (record, statusCode) => {
    const results = await upsert('Account', [
      { [KEY]: '1', Name: 'Good' },
      { [KEY]: '2', ...record },
      { [KEY]: '3', Name: 'Good too' },
    ]);
    expect(results.map(({ success }) => success)).toEqual([true, false, true]);
    expect(results[1]!.errors).toMatchObject([{ statusCode }]);
  });

  test.each([
    [{ Nope__c: 1 }, 'INVALID_FIELD'],
    [{ NumberOfEmployees: 'many' }, 'JSON_PARSER_ERROR'],
  ])('%j refuses the whole call', async (record, errorCode) => {
    const call = upsert('Account', [
      { [KEY]: '1', Name: 'Good' },
      { [KEY]: '2', Name: 'Bad', ...record },
    ]);
    expect(await failure(call)).toMatchObject({ errorCode });
    expect((await salesforce.query('SELECT COUNT() FROM Account')).totalSize).toBe(0);
  });

  test('the same key twice: the second is an error', async () => {
    const results = await upsert('Account', [
      { [KEY]: 'a', Name: 'A' },
      { [KEY]: 'a', Name: 'AA' },
    ]);
    expect(results).toMatchObject([
      { success: true },
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE', message: 'Duplicate external id specified: a' }] },
    ]);
  });

  test('all or none rolls the good ones back', async () => {
    const results = await upsert('Account', [{ [KEY]: 'a', Name: 'A' }, { [KEY]: 'b' }], true);
    expect(results.map(({ errors }) => errors[0]!.statusCode)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'REQUIRED_FIELD_MISSING',
    ]);
    expect((await salesforce.query('SELECT COUNT() FROM Account')).totalSize).toBe(0);
  });

  test('more than 200 rows, or a field that is no external id, refuse the whole call', async () => {
    const many = Array.from({ length: 201 }, (_, index) => ({ [KEY]: `${index}`, Name: 'A' }));
    expect(await failure(upsert('Account', many))).toMatchObject({ errorCode: 'LIMIT_EXCEEDED' });
    const byName = salesforce.sobject('Account').upsert([{ Name: 'A' }], 'Name');
    expect(await failure(byName)).toMatchObject({ errorCode: 'NOT_FOUND' });
  });
});

test('opportunities and tasks find their records by foreign external id', async () => {
  await createKey();
  await createKey('Opportunity');
  await createKey('Activity');
  const [account] = await upsert('Account', [{ [KEY]: 'c', Name: 'C' }]);
  const deal = { Name: 'Spring', StageName: 'Qualification', CloseDate: '2027-01-31', Amount: 12.5 };
  const deals = await upsert('Opportunity', [
    { [KEY]: 'd', ...deal, Account: { [KEY]: 'c' } },
    { [KEY]: 'e', ...deal, Account: { [KEY]: 'nobody' } },
    { [KEY]: 'f', ...deal, AccountId: '001xx000003DGbYAAW' },
  ]);
  expect(deals.map(({ errors }) => errors[0]?.statusCode)).toEqual([
    undefined,
    'INVALID_FIELD',
    'INVALID_CROSS_REFERENCE_KEY',
  ]);
  const [task] = await upsert('Task', [
    { [KEY]: 't', Subject: 'Call', What: { attributes: { type: 'Opportunity' }, [KEY]: 'd' } },
  ]);
  const read = await salesforce.sobject('Task').retrieve(task!.id!);
  expect(read).toMatchObject({ WhatId: deals[0]!.id, Status: 'Not Started', Priority: 'Normal' });
  const { records } = await salesforce.query(`SELECT Account.Name, AccountId FROM Opportunity WHERE ${KEY} IN ('d')`);
  expect(records).toMatchObject([{ AccountId: account!.id, Account: { Name: 'C' } }]);
});

test('records by id: create, update, read, delete', async () => {
  const { id } = (await salesforce.sobject('Account').create({ Name: 'A' })) as { id: string };
  expect(await salesforce.sobject('Account').update({ Id: id, BillingCity: 'Goor' })).toMatchObject({ success: true });
  expect(await salesforce.sobject('Account').retrieve(id, { fields: ['Name', 'BillingCity'] })).toMatchObject({
    BillingCity: 'Goor',
  });
  expect(await salesforce.sobject('Account').destroy(id)).toMatchObject({ success: true });
  expect(await failure(salesforce.sobject('Account').retrieve(id))).toMatchObject({ errorCode: 'NOT_FOUND' });
  const updates = await salesforce.requestPatch<Result[]>('/composite/sobjects', {
    records: [{ attributes: { type: 'Account' }, id, Name: 'B' }],
  });
  expect(updates).toMatchObject([{ success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED' }] }]);
});

test('the schema tells types, options and what may be written', async () => {
  await createKey();
  const { fields } = await salesforce.describe('Account');
  const byName = new Map(fields.map((field) => [field.name, field]));
  expect(byName.get(KEY)).toMatchObject({ type: 'string', externalId: true, unique: true, length: 36 });
  expect(byName.get('Name')).toMatchObject({ nillable: false, createable: true, defaultedOnCreate: false });
  expect(byName.get('Rating')).toMatchObject({ restrictedPicklist: true, type: 'picklist' });
  expect(byName.get('Rating')!.picklistValues).toMatchObject([{ value: 'Hot' }, { value: 'Warm' }, { value: 'Cold' }]);
  expect(byName.get('CreatedDate')).toMatchObject({ createable: false, updateable: false });
  expect(await failure(createKey())).toMatchObject({ errorCode: 'DUPLICATE_DEVELOPER_NAME' });
});

test('queries page and combine', async () => {
  await createKey();
  for (let page = 0; page < 11; page++) {
    const rows = Array.from({ length: 200 }, (_, row) => ({ [KEY]: `${page}-${row}`, Name: `Company ${page}-${row}` }));
    await upsert('Account', rows);
  }
  const first = await salesforce.query('SELECT Id FROM Account');
  expect(first).toMatchObject({ totalSize: 2200, done: false });
  expect(first.records).toHaveLength(2000);
  expect((await salesforce.queryMore(first.nextRecordsUrl!)).records).toHaveLength(200);
  const { records } = await salesforce.query(
    `SELECT Name FROM Account WHERE (Name = 'company 1-1' OR ${KEY} IN ('2-2', '3-3')) AND NOT Name LIKE '%3' ORDER BY Name DESC LIMIT 5`,
  );
  expect(records.map((record) => record['Name'] as string)).toEqual(['Company 2-2', 'Company 1-1']);
  expect(await failure(salesforce.query('SELECT Id FROM Account WHERE'))).toMatchObject({
    errorCode: 'MALFORMED_QUERY',
  });
  expect(await failure(salesforce.query('SELECT Nope FROM Account'))).toMatchObject({ errorCode: 'INVALID_FIELD' });
});

describe('trouble', () => {
  test.each([
    [{ expiredToken: true }, 'INVALID_SESSION_ID'],
    [{ missingScope: true }, 'API_DISABLED_FOR_ORG'],
    [{ rateLimit: { requests: 1, perMs: 60_000 } }, 'REQUEST_LIMIT_EXCEEDED'],
  ])('%j is %s', async (fault, errorCode) => {
    await crm.setFaults(fault);
    await salesforce.describeGlobal().catch(() => null);
    expect(await failure(salesforce.describeGlobal())).toMatchObject({ errorCode });
  });

  test('how much of the day is used is told with every answer', async () => {
    await salesforce.describeGlobal();
    await salesforce.describeGlobal();
    expect(salesforce.limitInfo).toMatchObject({ apiUsage: { used: 2, limit: 100_000 } });
  });
});

test('an app is let in by a person; the session is renewed unnoticed until it may not any more', async () => {
  const redirectUri = 'http://127.0.0.1:1/callback';
  const oauth2 = new OAuth2({
    loginUrl: `${crm.url}/salesforce`,
    clientId: 'practice-client',
    clientSecret: 'practice-secret',
    redirectUri,
    useVerifier: true,
  });
  const authorize = oauth2.getAuthorizationUrl({ scope: 'api refresh_token', state: 's' });
  const code = (await crm.allow(authorize)).searchParams.get('code')!;
  const granted = (await oauth2.requestToken(code)) as unknown as Record<string, string>;
  expect(granted['instance_url']).toBe(`${crm.url}/salesforce`);
  expect(granted).not.toHaveProperty('expires_in');
  const session = new Connection({
    oauth2,
    instanceUrl: granted['instance_url']!,
    accessToken: granted['access_token']!,
    refreshToken: granted['refresh_token']!,
    version: '62.0',
  });
  await crm.setFaults({ expiredToken: true });
  expect((await session.describeGlobal()).sobjects).toHaveLength(3);
  expect(session.accessToken).not.toBe(granted['access_token']);
  await crm.setFaults({ deadRefreshToken: true });
  expect(await failure(oauth2.refreshToken(granted['refresh_token']!))).toEqual({
    errorCode: 'invalid_grant',
    message: 'expired access/refresh token',
  });
});
