import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from '@hubspot/api-client';
import { failure } from './hubspot-failure.ts';
import { startStandIn, type StandIn } from './stand-in.ts';

let crm: StandIn;
let hubspot: Client;

/** HubSpot's own client, at our stand-in. */
const connect = (accessToken: string) => new Client({ accessToken, basePath: `${crm.url}/hubspot` });

beforeEach(async () => {
  crm = await startStandIn();
  hubspot = connect(crm.token);
});
afterEach(() => crm.close());

describe('trouble', () => {
  test.each([
    [{ expiredToken: true }, 401, 'EXPIRED_AUTHENTICATION'],
    [{ missingScope: true }, 403, 'MISSING_SCOPES'],
    [{ errorRate: 1 }, 500, 'INTERNAL_ERROR'],
    [{ serverDown: true }, 503, 'SERVICE_UNAVAILABLE'],
  ])('%j is %i %s', async (fault, code, category) => {
    await crm.setFaults(fault);
    expect(await failure(hubspot.crm.companies.basicApi.getById('1'))).toMatchObject({ code, body: { category } });
  });

  test('an unknown token', async () => {
    expect(await failure(connect('wrong').crm.owners.ownersApi.getPage())).toMatchObject({
      code: 401,
      body: { category: 'INVALID_AUTHENTICATION' },
    });
  });

  test('too many calls', async () => {
    await crm.setFaults({ rateLimit: { requests: 1, perMs: 60_000 } });
    const first = await hubspot.apiRequest({ path: '/crm/v3/owners' });
    expect(first.headers.get('x-hubspot-ratelimit-max')).toBe('1');
    expect(first.headers.get('x-hubspot-ratelimit-remaining')).toBe('0');
    expect(await failure(hubspot.crm.owners.ownersApi.getPage())).toMatchObject({
      code: 429,
      body: { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' },
    });
  });
});

test('an app is let in by a person, gets tokens and renews them until it may not any more', async () => {
  const redirectUri = 'http://127.0.0.1:1/callback';
  const authorize = hubspot.oauth.getAuthorizationUrl('practice-client', redirectUri, 'oauth', undefined, 'state-1');
  const back = await crm.allow(authorize.replace('https://app.hubspot.com', `${crm.url}/hubspot`));
  expect(back.searchParams.get('state')).toBe('state-1');
  const token = (grantType: string, code?: string, refresh?: string, secret = 'practice-secret') =>
    hubspot.oauth.tokensApi.create(grantType, code, redirectUri, 'practice-client', secret, refresh);
  const code = back.searchParams.get('code')!;
  const first = await token('authorization_code', code);
  expect(await failure(token('authorization_code', code))).toMatchObject({
    code: 400,
    body: { status: 'BAD_AUTH_CODE' },
  });
  expect((await connect(first.accessToken).crm.owners.ownersApi.getPage()).results).not.toEqual([]);
  await crm.setFaults({ expiredToken: true });
  expect(await failure(connect(first.accessToken).crm.owners.ownersApi.getPage())).toMatchObject({ code: 401 });
  const second = await token('refresh_token', undefined, first.refreshToken);
  expect(second.refreshToken).toBe(first.refreshToken);
  expect((await connect(second.accessToken).crm.owners.ownersApi.getPage()).results).not.toEqual([]);
  await crm.setFaults({ deadRefreshToken: true });
  expect(await failure(token('refresh_token', undefined, first.refreshToken))).toMatchObject({
    code: 400,
    body: { status: 'BAD_REFRESH_TOKEN', message: 'missing or unknown refresh token' },
  });
});
