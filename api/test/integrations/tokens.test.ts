import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { OAUTH_CLIENT } from '../../../e2e/practice-crm/oauth.ts';
import { readIntegration } from '../../src/integrations/sql/read-integrations.js';
import { runsOut } from '../../src/integrations/tokens.js';
import { type Line, openLine } from '../connector-kit/line.ts';
import { House } from '../queue/house.js';

/**
 * Where each vendor has its pages and endpoints, what its settings name the account's address, how many companies take calls
 * before and after a token's end, and its words for a dead refresh token.
 */
const VENDORS = {
  hubspot: {
    name: 'HubSpot',
    route: 'POST /hubspot/oauth/{version}/token',
    enough: 450,
    tokenPath: '/hubspot/oauth/v1/token',
    address: 'baseUrl',
    dead: 'missing or unknown refresh token',
    basic: false,
  },
  salesforce: {
    name: 'Salesforce',
    route: 'POST /salesforce/services/oauth2/token',
    enough: 900,
    tokenPath: '/salesforce/services/oauth2/token',
    address: 'instanceUrl',
    dead: 'expired access/refresh token',
    basic: false,
  },
  pipedrive: {
    name: 'Pipedrive',
    route: 'POST /pipedrive/oauth/token',
    enough: 20,
    tokenPath: '/pipedrive/oauth/token',
    address: 'baseUrl',
    dead: 'Invalid grant: token or code is invalid',
    basic: true,
  },
} as const;
type Vendor = keyof typeof VENDORS;
const ALL_VENDORS = Object.keys(VENDORS) as Vendor[];
const isTokenCall = ({ path }: { path: string }) => path.endsWith('/token');

let house: House;
/** Between us and the vendor's OAuth endpoints alone. */
let line: Line;
beforeAll(async () => {
  house = await House.open();
  line = await openLine(house.crm.url);
  for (const vendor of ALL_VENDORS) {
    Object.assign(house.oauth, {
      [`OAUTH_${vendor.toUpperCase()}_CLIENT_ID`]: OAUTH_CLIENT.id,
      [`OAUTH_${vendor.toUpperCase()}_CLIENT_SECRET`]: OAUTH_CLIENT.secret,
      [`OAUTH_${vendor.toUpperCase()}_BASE_URL`]: `${line.url}/${vendor}`,
    });
  }
});
afterEach(() => house.clear());
afterAll(async () => {
  await house.close();
  await line.close();
});

/** Tokens as a person's consent brings them. */
async function consent(vendor: Vendor): Promise<{ accessToken: string; refreshToken: string }> {
  const app = { client_id: OAUTH_CLIENT.id, redirect_uri: 'http://127.0.0.1/callback' };
  const decided = await fetch(`${house.crm.url}/${vendor}/oauth/decision`, {
    method: 'POST',
    body: new URLSearchParams({ ...app, decision: 'allow' }),
    redirect: 'manual',
  });
  const code = new URL(decided.headers.get('location')!).searchParams.get('code')!;
  const { basic, tokenPath } = VENDORS[vendor];
  const { id, secret } = OAUTH_CLIENT;
  const granted = await fetch(`${house.crm.url}${tokenPath}`, {
    method: 'POST',
    headers: basic ? { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` } : {},
    body: new URLSearchParams({ ...app, client_secret: secret, grant_type: 'authorization_code', code }),
  });
  const body = (await granted.json()) as { access_token: string; refresh_token: string };
  return { accessToken: body.access_token, refreshToken: body.refresh_token };
}

/** An account connected by OAuth. @param expiresAt what we believe of the token; null where the vendor told nothing. */
async function connect(vendor: Vendor, expiresAt: Date | null = new Date(Date.now() + 1_800_000)): Promise<string> {
  const tokens = await consent(vendor);
  const id = await house.connect({
    provider: vendor,
    settings: { [VENDORS[vendor].address]: `${house.crm.url}/${vendor}` },
    credentials: { token: '', ...tokens, expiresAt: expiresAt?.toISOString() ?? '' },
  });
  await house.prepare(id);
  return id;
}

const renewals = async (vendor: Vendor) => ((await house.ledger()).calls.byRoute[VENDORS[vendor].route] ?? 0) - 1;

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe.each(ALL_VENDORS)('a token of %s', (vendor) => {
  const { enough } = VENDORS[vendor];

  test('that ends while a queue drains is renewed once, and no entry notices', async () => {
    const id = await connect(vendor);
    const syncs = await house.sendMany(id, enough, (index) => ({ domain: `company-${index}.example` }));
    let sent = 0;
    const ended = await house.tick(id, async (point) => {
      if (point === 'after-send' && ++sent === 1) await house.faults({ expiredToken: true });
    });
    expect(ended.held).toBe(true);
    await house.drain();
    expect(await house.statuses()).toEqual({ processed: syncs.length });
    expect(await house.records('company')).toHaveLength(syncs.length);
    expect(await house.integration(id)).toMatchObject({ status: 'active', error_code: null });
    expect(await house.outcomes(syncs.at(-1)!)).toEqual(['processed']);
    expect(await renewals(vendor)).toBe(1);
  });

  test('that is about to end is renewed before it is used', async () => {
    const id = await connect(vendor, new Date(Date.now() + 20_000));
    expect(await renewals(vendor)).toBe(1);
    const sync = await house.send(id);
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'processed' });
    expect(await renewals(vendor)).toBe(1);
    expect((await house.ledger()).calls.byStatus['401']).toBeUndefined();
  });

  test('asked for by many workers at once is renewed once', async () => {
    const id = await connect(vendor);
    const { workspaceId } = house;
    const [{ credentials } = { credentials: '' }] = await house.database.query<{ credentials: string }[]>(
      'select credentials from integration where id = $1',
      [id],
    );
    const { accessToken } = house.vault.open(credentials, { workspaceId, id });
    const workers = Array.from({ length: 6 }, () => house.newTokens());
    const renewed = await Promise.all(
      workers.map((tokens) => tokens.renew({ id, workspaceId, provider: vendor }, accessToken!)),
    );
    expect(new Set(renewed.map((tokens) => tokens?.accessToken)).size).toBe(1);
    expect(renewed[0]?.accessToken).not.toBe(accessToken);
    expect(await renewals(vendor)).toBe(1);
  });
});

describe.each(ALL_VENDORS)('a renewal at %s', (vendor) => {
  const { name, dead } = VENDORS[vendor];

  test('refused for good tells the vendor’s words, and sends nothing', async () => {
    const id = await connect(vendor);
    await house.faults({ expiredToken: true, deadRefreshToken: true });
    const sync = await house.send(id);
    await house.tick(id);
    expect(await house.integration(id)).toMatchObject({ status: 'needs_attention', error_code: 'token_expired' });
    expect(await house.database.query('select error_message, error_hint from integration')).toEqual([
      {
        error_message: `${name} ended the connection: ${dead}`,
        error_hint: 'Connect the integration again',
      },
    ]);
    expect(await house.sync(sync)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(await house.records('company')).toEqual([]);
    await house.faults({ expiredToken: false, deadRefreshToken: false });
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'processed' });
  });

  test.each([
    ['too often', { status: 429, body: '{"error":"rate limited"}', headers: { 'retry-after': '7' } }],
    ['too often, in words', { status: 400, body: '{"error":"Access Denied","error_description":"too many requests"}' }],
    ['while the vendor is down', { status: 503, body: '<html>Down</html>' }],
  ])('that comes %s is tried again later: nobody has to do anything', async (_, answer) => {
    const id = await connect(vendor);
    await house.faults({ expiredToken: true });
    line.trouble(isTokenCall, { kind: 'answered', when: 'before', with: answer });
    const sync = await house.send(id);
    await house.tick(id);
    expect(await house.integration(id)).toMatchObject({ status: 'active', error_code: null });
    expect(await house.sync(sync)).toMatchObject({ status: 'pending', attempts: 0, maybe_sent: false });
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'processed' });
  });

  test('that is not answered is tried again later', async () => {
    const id = await connect(vendor);
    await house.faults({ expiredToken: true });
    line.trouble(isTokenCall, { kind: 'cut', when: 'before' });
    const sync = await house.send(id);
    await house.tick(id);
    expect(await house.integration(id)).toMatchObject({ status: 'active', error_code: null });
    expect(await house.sync(sync)).toMatchObject({ status: 'pending', maybe_sent: false });
    await house.drain();
    expect(await house.sync(sync)).toMatchObject({ status: 'processed' });
  });

  test('that fails does not stop a token that is good for a while yet', async () => {
    await connect(vendor);
    const short = await house.connect({
      provider: vendor,
      settings: { [VENDORS[vendor].address]: `${house.crm.url}/${vendor}` },
      credentials: { token: '', ...(await consent(vendor)), expiresAt: new Date(Date.now() + 60_000).toISOString() },
    });
    line.trouble(
      isTokenCall,
      ...Array.from({ length: 20 }, () => ({
        kind: 'answered' as const,
        when: 'before' as const,
        with: { status: 503, body: '' },
      })),
    );
    const sync = await house.send(short);
    await house.tick(short);
    line.trouble(() => false);
    expect(await house.sync(sync)).toMatchObject({ status: 'processed' });
  });
});

test('a renewal tells when the refresh token ends, where the vendor lets it end', async () => {
  const endAfter = async (vendor: Vendor) => {
    const id = await connect(vendor, new Date(Date.now() + 1000));
    await house.send(id);
    await house.tick(id);
    return (await readIntegration(house.database, house.workspaceId, id)).access_ends_at;
  };
  const end = await endAfter('pipedrive');
  const days = ((end?.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(59);
  expect(days).toBeLessThanOrEqual(60);
  expect(await endAfter('hubspot')).toBeNull();
});

test('a token whose end is not known is used until it is refused', () => {
  const tokens = { accessToken: 'a', refreshToken: 'r' };
  expect(runsOut({ ...tokens, expiresAt: '' })).toBe(false);
  expect(runsOut({ ...tokens, expiresAt: inAnHour() })).toBe(false);
  expect(runsOut({ ...tokens, expiresAt: new Date(Date.now() + 30_000).toISOString() })).toBe(true);
});
