import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Integration, OAuthStart, ProviderInfo } from '@integration-queue/shared/integration';
import { OAUTH_CLIENT } from '../../../e2e/practice-crm/oauth.ts';
import { type PracticeCrm, startPracticeCrm } from '../../../e2e/practice-crm/server.ts';
import type { Env } from '../../src/env.js';
import { ApiHouse, type TestWorkspace } from './api-house.js';

/** Where vendors send people back to; the test goes to the server it has in its place. */
const PUBLIC_URL = 'https://queue.example';
const VENDORS = ['hubspot', 'salesforce', 'pipedrive'] as const;

let crm: PracticeCrm;
let house: ApiHouse;
let workspace: TestWorkspace;

const faults = (changes: object) => fetch(`${crm.url}/api/faults`, { method: 'PUT', body: JSON.stringify(changes) });

beforeAll(async () => {
  crm = await startPracticeCrm();
  const apps = VENDORS.flatMap((vendor) =>
    Object.entries({
      CLIENT_ID: OAUTH_CLIENT.id,
      CLIENT_SECRET: OAUTH_CLIENT.secret,
      BASE_URL: `${crm.url}/${vendor}`,
    }).map(([part, value]) => [`OAUTH_${vendor.toUpperCase()}_${part}`, value]),
  );
  house = await ApiHouse.open({ PUBLIC_URL, ...(Object.fromEntries(apps) as Partial<Env>) });
});
afterAll(() => Promise.all([house.close(), crm.close()]));
beforeEach(async () => {
  await fetch(`${crm.url}/api/reset`, { method: 'POST' });
  workspace = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
});

const start = async (provider: string, more: object = {}) => {
  const body = { provider, name: `My ${provider}`, ...more };
  return (await workspace.admin.call<OAuthStart>('POST', '/v1/oauth/start', { body })).body.url;
};

/** What the vendor's page does when a person has decided: the address their browser is sent to. */
async function decide(url: string, decision: 'allow' | 'deny' = 'allow'): Promise<URL> {
  const page = await fetch(url);
  expect(page.status).toBe(200);
  const { origin, pathname, searchParams } = new URL(url);
  const vendor = pathname.split('/')[1]!;
  searchParams.set('decision', decision);
  const answer = await fetch(`${origin}/${vendor}/oauth/decision`, {
    method: 'POST',
    body: searchParams,
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location')!);
}

/** Goes where the vendor sends a person. */
async function comeBack(to: URL, language = 'en'): Promise<{ status: number; text: string; headers: Headers }> {
  expect(`${to.origin}${to.pathname}`).toBe(`${PUBLIC_URL}/v1/oauth/callback`);
  const answer = await fetch(`${house.url}${to.pathname}${to.search}`, { headers: { 'accept-language': language } });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

const integrations = async () => {
  const { body } = await workspace.admin.call<{ items: Integration[] }>('GET', '/v1/integrations');
  return body.items.filter(({ id }) => id !== workspace.integrationId);
};

describe.each(VENDORS)('%s', (vendor) => {
  test('is connected when a person lets us in', async () => {
    const answer = await comeBack(await decide(await start(vendor)));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.text).toMatch(/<h1>(HubSpot|Salesforce|Pipedrive) is connected<\/h1>/);
    const [made] = await integrations();
    expect(made).toMatchObject({ provider: vendor, name: `My ${vendor}`, status: 'active', error: null });
    expect(made!.account!.name).toMatch(/\S/);
    const tested = await workspace.admin.call('POST', `/v1/integrations/${made!.id}/test`);
    expect(tested.body).toMatchObject({ ok: true });
    const fields = await workspace.admin.call('GET', `/v1/integrations/${made!.id}/fields?object=company`);
    expect(fields.status).toBe(200);
  });

  test('is connected again, with its mapping and what waits for it', async () => {
    await comeBack(await decide(await start(vendor)));
    const [made] = await integrations();
    await house.database.query(
      `update integration set status = 'needs_attention', error_code = 'token_expired', error_message = 'Old',
         error_hint = '', error_since = now() where id = $1`,
      [made!.id],
    );
    const path = `/v1/integrations/${made!.id}/oauth/start`;
    const { body } = await workspace.admin.call<OAuthStart>('GET', path);
    expect((await comeBack(await decide(body.url))).status).toBe(200);
    expect(await integrations()).toMatchObject([{ id: made!.id, status: 'active', error: null }]);
  });

  test('a person who says no is told so, and nothing is connected', async () => {
    const answer = await comeBack(await decide(await start(vendor), 'deny'));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('The user has denied access');
    expect(await integrations()).toEqual([]);
  });

  test('what the vendor says to a code it does not take is told', async () => {
    const to = await decide(await start(vendor));
    to.searchParams.set('code', 'not-a-code');
    const answer = await comeBack(to);
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/could not be connected.*(unknown auth code|expired access|code is invalid)/s);
    expect(await integrations()).toEqual([]);
  });
});

describe('the state', () => {
  test('works once', async () => {
    const to = await decide(await start('hubspot'));
    expect((await comeBack(to)).status).toBe(200);
    expect(await comeBack(to)).toMatchObject({ status: 400, text: expect.stringContaining('no longer valid') });
    expect(await integrations()).toHaveLength(1);
  });

  test('works for ten minutes', async () => {
    const to = await decide(await start('hubspot'));
    await house.database.query(`update oauth_state set expires_at = expires_at - interval '10 minutes'`);
    expect((await comeBack(to)).text).toContain('no longer valid');
    expect(await integrations()).toEqual([]);
  });

  test.each(['', 'made-up'])('"%s" is none of ours', async (state) => {
    const to = await decide(await start('hubspot'));
    to.searchParams.set('state', state);
    expect((await comeBack(to)).text).toContain('no longer valid');
    expect(await integrations()).toEqual([]);
  });

  test('is kept as a hash, and ends with the right of who began it', async () => {
    const to = await decide(await start('hubspot'));
    const kept = await house.database.query<{ text: string }[]>('select s::text as text from oauth_state s');
    expect(JSON.stringify(kept)).not.toContain(to.searchParams.get('state'));
    await house.database.query(`update member set role = 'member' where workspace_id = $1`, [workspace.workspaceId]);
    expect((await comeBack(to)).text).toContain('no longer an administrator');
    expect(await integrations()).toEqual([]);
  });
});

test.each([
  ['de-AT,de;q=0.9,en;q=0.5', 'de', 'HubSpot ist verbunden'],
  ['fr-FR, nl;q=0.8, en;q=0.3', 'nl', 'HubSpot is gekoppeld'],
  ['fr', 'en', 'HubSpot is connected'],
])('a browser that asks for %s is answered in %s', async (accepted, language, title) => {
  const { text } = await comeBack(await decide(await start('hubspot')), accepted);
  expect(text).toContain(`<html lang="${language}">`);
  expect(text).toContain(`<h1>${title}</h1>`);
});

test('names are shown as text', async () => {
  const to = await decide(await start('hubspot'), 'deny');
  to.searchParams.set('error_description', '<script>alert(1)</script>');
  const { text } = await comeBack(to);
  expect(text).not.toContain('<script>');
  expect(text).toContain('&lt;script&gt;');
});

test('what cannot be created in the account is told at once, and what is left to do', async () => {
  const url = await start('salesforce');
  const to = await decide(url);
  await faults({ removedFields: ['IQ_Key__c'] });
  const { status, text } = await comeBack(to);
  expect(status).toBe(200);
  expect(text).toContain('IQ_Key__c');
  expect(await integrations()).toMatchObject([{ status: 'needs_attention', error: { code: 'key_field_missing' } }]);
});

test('a person sees which CRMs can be connected by OAuth, and what stands in for them', async () => {
  const { body } = await workspace.admin.call<{ items: ProviderInfo[] }>('GET', '/v1/providers');
  const standIns = Object.fromEntries(body.items.map(({ provider, oauthStandIn }) => [provider, oauthStandIn]));
  expect(standIns).toMatchObject({ hubspot: `${crm.url}/hubspot`, pipedrive: `${crm.url}/pipedrive`, odoo: null });
  const able = body.items.filter(({ oauth }) => oauth).map(({ provider }) => provider);
  expect(able.toSorted()).toEqual([...VENDORS].toSorted());
});

describe('cannot be begun', () => {
  const refused = (provider: string, caller = workspace.admin) =>
    caller.refused('POST', '/v1/oauth/start', { body: { provider, name: 'Mine' } });

  test('by a key: nobody could be let in', async () => {
    expect(await refused('hubspot', workspace.key)).toMatchObject({ status: 403, code: 'forbidden' });
  });

  test('for a CRM our operator named no app of', async () => {
    const bare = await ApiHouse.open({ PUBLIC_URL });
    try {
      const { admin } = await bare.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
      const { detail, status } = await refused('pipedrive', admin);
      expect(status).toBe(409);
      expect(detail).toContain('OAUTH_PIPEDRIVE_CLIENT_ID');
      const { body } = await admin.call<{ items: ProviderInfo[] }>('GET', '/v1/providers');
      expect(body.items.filter(({ oauth, oauthStandIn }) => oauth || oauthStandIn !== null)).toEqual([]);
    } finally {
      await bare.close();
    }
  });

  test('for a CRM without OAuth', async () => {
    expect(await refused('odoo')).toMatchObject({ status: 409, detail: expect.stringContaining('token or key') });
  });

  test('for somebody else’s integration', async () => {
    const other = await house.newWorkspace({ crmUrl: crm.url, crmToken: crm.token });
    const path = `/v1/integrations/${other.integrationId}/oauth/start`;
    expect(await workspace.admin.refused('GET', path)).toMatchObject({ status: 404 });
  });
});
