import type { Company, CompanyCrmState, CompanyPage } from '@integration-queue/shared/company';
import type { Sync } from '@integration-queue/shared/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiHouse, type TestWorkspace, unknownId } from '../http/api-house.js';

let house: ApiHouse;
let workspace: TestWorkspace;
beforeAll(async () => void (house = await ApiHouse.open()));
beforeEach(async () => void (workspace = await house.newWorkspace()));
afterAll(() => house.close());

const put = async (body: object) => (await workspace.key.call<Company>('POST', '/v1/companies', { body })).body;
const list = async (query = '') => (await workspace.key.call<CompanyPage>('GET', `/v1/companies${query}`)).body;
const namesOf = ({ items }: CompanyPage) => items.map(({ name }) => name);

test('posting creates with 201, finds with 200, and answers the whole company', async () => {
  const body = { name: ' Acme ', domain: 'https://www.acme.de/en', country: 'de', custom: { branch: 'Mitte' } };
  const created = await workspace.key.call<Company>('POST', '/v1/companies', { body });
  expect(created).toMatchObject({ status: 201, body: { name: 'Acme', domain: 'acme.de', country: 'DE' } });
  const found = await workspace.key.call<Company>('POST', '/v1/companies', {
    body: { name: 'Acme', domain: 'acme.de', city: 'Ulm' },
  });
  expect(found).toMatchObject({ status: 200, body: { ...created.body, city: 'Ulm', updatedAt: expect.any(String) } });
  expect((await workspace.key.call('GET', `/v1/companies/${created.body.id}`)).body).toEqual(found.body);
});

test('a domain that belongs to another external id is a conflict that names the other', async () => {
  const { id } = await put({ name: 'Acme', externalId: 'a', domain: 'acme.de' });
  const body = { name: 'Bcme', externalId: 'b', domain: 'acme.de' };
  const problem = await workspace.key.refused('POST', '/v1/companies', { body });
  expect(problem).toMatchObject({ status: 409, code: 'domain_taken', errors: [{ path: 'domain' }] });
  expect(problem.detail).toContain(`"Acme" (${id})`);
});

describe('changing a company', () => {
  test('absent leaves, null clears, also within custom', async () => {
    const { id } = await put({ name: 'Acme', domain: 'acme.de', city: 'Ulm', phone: '1', custom: { a: 1, b: 2 } });
    const change = (body: object) => workspace.key.call<Company>('PATCH', `/v1/companies/${id}`, { body });
    const { body } = await change({ name: 'Acme SE', city: null, custom: { a: null, c: 3 }, externalId: 'x' });
    expect(body).toMatchObject({ name: 'Acme SE', domain: 'acme.de', phone: '1', externalId: 'x' });
    expect(body.custom).toEqual({ b: 2, c: 3 });
    expect(body).not.toHaveProperty('city');
    const { body: cleared } = await change({ domain: null, custom: null, externalId: null });
    expect(Object.keys(cleared).sort()).toEqual(['createdAt', 'id', 'name', 'phone', 'updatedAt']);
    expect((await change({ phone: '1' })).body).toEqual(cleared);
  });

  test('a domain or external id of another company, or a shared host, is refused and changes nothing', async () => {
    const other = await put({ name: 'Acme', domain: 'acme.de', externalId: 'a' });
    const mine = await put({ name: 'Bcme', domain: 'bcme.de', externalId: 'b' });
    const refused = (body: object) => workspace.key.refused('PATCH', `/v1/companies/${mine.id}`, { body });
    const taken = await refused({ domain: 'HTTP://acme.de/', phone: '1' });
    expect(taken).toMatchObject({ status: 409, code: 'domain_taken', detail: expect.stringContaining(other.id) });
    expect(await refused({ externalId: 'a' })).toMatchObject({ status: 409, code: 'external_id_taken' });
    expect(await refused({ domain: 'https://linkedin.com/company/bcme' })).toMatchObject({
      status: 400,
      errors: [{ path: 'domain', message: expect.stringContaining('give it as website') }],
    });
    expect((await workspace.key.call('GET', `/v1/companies/${mine.id}`)).body).toEqual(mine);
  });

  test('who changed what is in the audit log, without values', async () => {
    const { id } = await put({ name: 'Acme', phone: '+49 secret' });
    await workspace.admin.call('PATCH', `/v1/companies/${id}`, { body: { phone: '+49 other' } });
    await workspace.admin.call('PATCH', `/v1/companies/${id}`, { body: { phone: '+49 other' } });
    const rows = await house.database.query<object[]>(
      'select action, actor_kind, details from audit_log where target_id = $1 order by id',
      [id],
    );
    expect(rows).toEqual([
      { action: 'company.created', actor_kind: 'api_key', details: { fields: ['name', 'phone'] } },
      { action: 'company.changed', actor_kind: 'member', details: { fields: ['phone'] } },
    ]);
  });
});

describe('the list', () => {
  test('is newest first, page by page, each company once', async () => {
    const created = ['A', 'B', 'C', 'D', 'E'];
    for (const name of created) await put({ name });
    const names: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null; pages += 1) {
      const page: CompanyPage = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
      names.push(...namesOf(page));
      cursor = page.nextCursor;
      expect(pages).toBeLessThan(3);
    }
    expect(names).toEqual(created.reverse());
  });

  test('is searched by a part of name or domain, taken literally', async () => {
    await put({ name: 'Müller & Söhne', domain: 'mueller.de' });
    await put({ name: '100 % Öko' });
    expect(namesOf(await list('?q=MÜLL'))).toEqual(['Müller & Söhne']);
    expect(namesOf(await list('?q=ller.d'))).toEqual(['Müller & Söhne']);
    expect(namesOf(await list(`?q=${encodeURIComponent(' % ')}`))).toEqual(['100 % Öko']);
    expect(namesOf(await list('?q=_'))).toEqual([]);
    expect(namesOf(await list('?q='))).toHaveLength(2);
  });

  test('finds by any address on the domain; a shared host has no company', async () => {
    await put({ name: 'Acme', domain: 'acme.de' });
    await put({ name: 'Page', website: 'https://www.facebook.com/page' });
    await put({ name: 'Mail', domain: 'gmail.com' });
    const find = async (address: string) => namesOf(await list(`?domain=${encodeURIComponent(address)}`));
    expect(await find('https://shop.ACME.de:8443/cart?x=1')).toEqual(['Acme']);
    for (const address of ['https://www.facebook.com/page', 'facebook.com', 'gmail.com', 'localhost', '10.0.0.1', 'x'])
      expect(await find(address)).toEqual([]);
  });

  test('finds the company that is linked to a record in a CRM', async () => {
    const { integrationId } = workspace;
    const [acme, other] = [await put({ name: 'Acme' }), await put({ name: 'Other' })];
    const link = (object: string, key: string, crmId: string) =>
      house.database.query(
        `insert into crm_record (workspace_id, integration_id, object, record_key, crm_id)
         select workspace_id, id, $2, $3, $4 from integration where id = $1`,
        [integrationId, object, key, crmId],
      );
    await link('company', acme.id, '7');
    await link('company', other.id, '8');
    await link('deal', 'a deal of ours', '9');
    const find = async (query: string) => namesOf(await list(`?${query}`));
    expect(await find(`integrationId=${integrationId}&crmId=7`)).toEqual(['Acme']);
    expect(await find(`integrationId=${integrationId}&crmId=9`)).toEqual([]);
    expect(await find(`integrationId=${unknownId()}&crmId=7`)).toEqual([]);
    const stranger = await house.newWorkspace();
    const theirs = await stranger.key.call<CompanyPage>('GET', `/v1/companies?integrationId=${integrationId}&crmId=7`);
    expect(theirs.body.items).toEqual([]);
    for (const half of [`integrationId=${integrationId}`, 'crmId=7']) {
      expect(await workspace.key.refused('GET', `/v1/companies?${half}`)).toMatchObject({
        status: 400,
        errors: [{ path: 'crmId', message: expect.stringContaining('together') }],
      });
    }
  });

  test.each(['x', 'AAAA', Buffer.from('not-an-id').toString('base64url'), `${'a'.repeat(48)}=`])(
    'refuses the cursor %s',
    async (cursor) => {
      const problem = await workspace.key.refused('GET', `/v1/companies?cursor=${encodeURIComponent(cursor)}`);
      expect(problem).toMatchObject({ status: 400, code: 'invalid_cursor' });
    },
  );
});

describe('where a company stands in each CRM', () => {
  const states = async (id: string) =>
    (await workspace.key.call<{ items: CompanyCrmState[] }>('GET', `/v1/companies/${id}/crm`)).body.items;

  test('the newest sync decides, else the record it is linked to', async () => {
    const { integrationId } = workspace;
    const { id } = await put({ name: 'Acme' });
    const integration = { integrationId, provider: 'practice', name: expect.any(String) };
    const nothing = { syncId: null, url: null, at: null, by: null };
    expect(await states(id)).toEqual([{ ...integration, state: 'absent', ...nothing }]);

    const { body: sync } = await workspace.key.call<Sync>('POST', '/v1/syncs', {
      body: { integrationId, companyId: id },
    });
    const sent = { ...integration, syncId: sync.id, url: null, by: sync.trigger.by!.name };
    expect(await states(id)).toEqual([{ ...sent, state: 'pending', at: sync.initiatedAt }]);

    await house.database.query(
      `update sync set status = 'processed', processed_at = '2026-01-31T12:00:00Z', crm_url = 'http://crm/1' where id = $1`,
      [sync.id],
    );
    const processed = { ...sent, state: 'processed', url: 'http://crm/1', at: '2026-01-31T12:00:00.000Z' };
    expect(await states(id)).toEqual([processed]);

    await house.database.query(`update sync set status = 'deleted' where id = $1`, [sync.id]);
    await house.database.query(
      `insert into crm_record (workspace_id, integration_id, object, record_key, crm_id, url, synced_at)
       select workspace_id, id, 'company', $2, '7', 'http://crm/7', '2026-01-30T12:00:00Z' from integration where id = $1`,
      [integrationId, id],
    );
    const linked = { state: 'processed', url: 'http://crm/7', at: '2026-01-30T12:00:00.000Z', syncId: null, by: null };
    expect(await states(id)).toEqual([{ ...integration, ...linked }]);
  });

  test('the syncs of deals and tasks say nothing about the company', async () => {
    const { id } = await put({ name: 'Acme' });
    const { body } = await workspace.key.call<Sync>('POST', '/v1/syncs', {
      body: { integrationId: workspace.integrationId, companyId: id },
    });
    await house.database.query(`update sync set object = 'deal' where id = $1`, [body.id]);
    expect(await states(id)).toMatchObject([{ state: 'absent' }]);
  });
});

test('another workspace and a key without the scope get nowhere', async () => {
  const { id } = await put({ name: 'Acme', domain: 'acme.de' });
  const stranger = await house.newWorkspace();
  for (const [method, path, body] of [
    ['GET', `/v1/companies/${id}`],
    ['GET', `/v1/companies/${id}/crm`],
    ['PATCH', `/v1/companies/${id}`, { name: 'Mine' }],
    ['GET', `/v1/companies/${unknownId()}`],
  ] as const)
    expect(await stranger.key.refused(method, path, { body })).toMatchObject({ status: 404, code: 'not_found' });
  const reader = await house.newKey(workspace, ['companies:read']);
  expect(await reader.refused('POST', '/v1/companies', { body: { name: 'A' } })).toMatchObject({ code: 'forbidden' });
  expect(await reader.refused('PATCH', `/v1/companies/${id}`, { body: { name: 'A' } })).toMatchObject({
    code: 'forbidden',
  });
});
