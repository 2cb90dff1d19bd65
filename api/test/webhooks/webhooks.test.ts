import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CreatedWebhook, DeliveryPage, Webhook, WebhookList } from '@integration-queue/shared/webhook';
import { MOST_WEBHOOKS } from '@integration-queue/shared/webhook-events';
import { ApiHouse, type TestWorkspace, unknownId } from '../http/api-house.js';

const INPUT = { url: 'https://hooks.example.com/in', events: ['sync.failed', 'sync.processed'] };

let house: ApiHouse;
let workspace: TestWorkspace;

beforeAll(async () => {
  house = await ApiHouse.open({ ALLOWED_ADDRESSES: [] });
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
});

const create = (body: object = INPUT) => workspace.admin.call<CreatedWebhook>('POST', '/v1/webhooks', { body });

test('is created, listed, changed and deleted; the secret is shown once and stored sealed', async () => {
  const { status, body } = await create({ ...INPUT, description: 'Ours' });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    url: INPUT.url,
    events: ['sync.processed', 'sync.failed'],
    description: 'Ours',
    enabled: true,
    disabled: null,
    waiting: 0,
  });
  expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const { secret, ...shown } = body;
  const list = await workspace.admin.call<WebhookList>('GET', '/v1/webhooks');
  expect(list.body).toEqual({ items: [shown], nextCursor: null });
  const rows = await house.database.query<object[]>('select * from webhook where id = $1', [body.id]);
  expect(JSON.stringify(rows)).not.toContain(secret);

  const path = `/v1/webhooks/${body.id}`;
  const off = await workspace.admin.call<Webhook>('PATCH', path, { body: { enabled: false, description: null } });
  expect(off.body).toMatchObject({ enabled: false, description: null, disabled: { reason: 'by_person' } });
  expect(await workspace.admin.refused('POST', `${path}/ping`)).toMatchObject({ code: 'conflict' });
  const on = await workspace.admin.call<Webhook>('PATCH', path, {
    body: { enabled: true, events: ['issue.opened'], url: 'https://hooks.example.com/other' },
  });
  expect(on.body).toMatchObject({
    enabled: true,
    disabled: null,
    events: ['issue.opened'],
    url: 'https://hooks.example.com/other',
  });
  expect(await workspace.admin.call('DELETE', path)).toMatchObject({ status: 204 });
  expect(await workspace.admin.refused('GET', path)).toMatchObject({ code: 'not_found' });
  const audited = await house.database.query<{ action: string }[]>(
    `select action from audit_log where target_id = $1 order by id`,
    [body.id],
  );
  expect(audited.map(({ action }) => action)).toEqual([
    'webhook.created',
    'webhook.changed',
    'webhook.changed',
    'webhook.deleted',
  ]);
});

describe('is refused', () => {
  test.each([
    ['no address', { ...INPUT, url: 'hooks' }, 'url'],
    ['an address of another kind', { ...INPUT, url: 'ftp://hooks.example.com' }, 'url'],
    ['an address with a password', { ...INPUT, url: 'https://a:b@hooks.example.com' }, 'url'],
    ['an address in a private network', { ...INPUT, url: 'http://169.254.169.254/latest' }, 'url'],
    ['this machine, written in another way', { ...INPUT, url: 'http://0x7f.1/' }, 'url'],
    ['no events', { ...INPUT, events: [] }, 'events'],
    ['an event nobody knows', { ...INPUT, events: ['sync.sent'] }, 'events.0'],
  ])('with %s', async (_, body, path) => {
    expect(await workspace.admin.refused('POST', '/v1/webhooks', { body })).toMatchObject({
      status: 400,
      errors: expect.arrayContaining([expect.objectContaining({ path })]),
    });
  });

  test('beyond the most a workspace may have, also by two who come together', async () => {
    for (let n = 1; n < MOST_WEBHOOKS; n += 1) await create();
    const last = await Promise.all([create(), create(), create()]);
    expect(last.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });
});

test('messages are listed newest first, page by page', async () => {
  const { id } = (await create()).body;
  for (let n = 0; n < 5; n += 1) await workspace.admin.call('POST', `/v1/webhooks/${id}/ping`);
  const page = async (query: string) =>
    (await workspace.admin.call<DeliveryPage>('GET', `/v1/webhooks/${id}/deliveries?limit=2${query}`)).body;
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { items, nextCursor }: DeliveryPage = await page(cursor && `&cursor=${cursor}`);
    ids.push(...items.map((item) => item.id));
    cursor = nextCursor;
  }
  const rows = await house.database.query<{ id: string }[]>(
    'select id from webhook_delivery where webhook_id = $1 order by seq desc',
    [id],
  );
  expect(ids).toEqual(rows.map((row) => row.id));
  expect((await page('&status=delivered')).items).toEqual([]);
  expect((await workspace.admin.call<Webhook>('GET', `/v1/webhooks/${id}`)).body.waiting).toBe(5);
});

test('a message of another webhook is not sent again by this one', async () => {
  const [one, other] = [(await create()).body.id, (await create()).body.id];
  const { body } = await workspace.admin.call<{ id: string }>('POST', `/v1/webhooks/${other}/ping`);
  for (const id of [body.id, unknownId()]) {
    expect(await workspace.admin.refused('POST', `/v1/webhooks/${one}/deliveries/${id}/resend`)).toMatchObject({
      status: 404,
    });
  }
});
