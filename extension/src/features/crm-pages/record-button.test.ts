/** @jest-environment node */
import type { CompanyCrmState } from '@integration-queue/shared/company';
import { fakeBrowser } from '@webext-core/fake-browser';
import { json, problem, startServer } from '../../../test/support/server';
import { storeSession } from '../../../test/support/sign-in';
import { makeIntegration, makeSync } from '../../../test/support/syncs';
import { outboxItem } from '../outbox/outbox-entry';
import { act } from './act';
import type { CrmPage } from './crm-button';
import { describeButton } from './describe-button';
import { readStanding } from './standing';

const PAGE: CrmPage = {
  provider: 'odoo',
  record: { id: '14' },
  name: 'Example GmbH',
  website: 'http://www.example.com/en',
};
const URL_OF_PAGE = new URL('https://erp.example.com/odoo/contacts/14');
const integration = makeIntegration({
  id: 'odoo-1',
  provider: 'odoo',
  name: 'Our Odoo',
  baseUrl: 'https://erp.example.com',
});
const company = { id: 'company-1', name: 'Example GmbH', domain: 'example.com' };

/** What the server knows. */
let linked: boolean;
let linkedMeanwhile: boolean;
let known: boolean;
let state: Partial<CompanyCrmState>;
let sync: ReturnType<typeof makeSync>;
let refuse: string | null;
let server: Awaited<ReturnType<typeof startServer>>;

beforeEach(async () => {
  fakeBrowser.reset();
  [linked, linkedMeanwhile, known, state, refuse] = [false, false, true, { state: 'absent' }, null];
  sync = makeSync();
  server = await startServer(({ method, path }, response) => {
    const url = new URL(path, 'http://server');
    if (method === 'POST' && refuse) return problem(response, 400, refuse);
    if (method === 'DELETE') return json(response, 204);
    if (url.pathname === '/v1/integrations') return json(response, 200, { items: [integration], nextCursor: null });
    if (url.pathname === '/v1/companies') {
      const isFound = url.searchParams.has('crmId')
        ? linked
        : known && url.searchParams.get('domain') === 'example.com';
      return json(response, 200, { items: isFound ? [company] : [], nextCursor: null });
    }
    if (url.pathname.endsWith('/crm')) {
      linked ||= linkedMeanwhile;
      const one = { integrationId: 'odoo-1', syncId: null, url: null, at: null, by: null, ...state };
      return json(response, 200, { items: [one] });
    }
    if (url.pathname.startsWith('/v1/syncs/')) return json(response, 200, { ...sync, fields: [], attempts: [] });
    json(response, method === 'POST' ? 201 : 200, sync);
  });
  await storeSession(server.url);
});
afterEach(() => server.stop());

const button = async (page = PAGE, url = URL_OF_PAGE) => describeButton(page, await readStanding(page, url));
const posted = () => server.seen.filter(({ method, path }) => method === 'POST' && path === '/v1/syncs');
const wish = (kind: 'send' | 'undo' | 'match') => ({ id: crypto.randomUUID(), kind, target: null });

it('knows the company by the record, whatever its website', async () => {
  [linked, known, state] = [true, false, { state: 'processed', by: 'Ada', at: new Date().toISOString(), syncId: 's' }];
  const shown = await button({ ...PAGE, website: null });
  expect(shown).toMatchObject({ state: 'processed', label: 'In Odoo · update', company: 'Example GmbH' });
  expect(shown.lines.join()).toContain('by Ada');
});

it('offers to send a company that is known by its website alone', async () => {
  expect(await button()).toMatchObject({ state: 'absent', label: 'Send to Odoo', action: { kind: 'send' } });
  expect(await act(PAGE, URL_OF_PAGE, wish('send'))).toBeNull();
  expect(posted().map(({ body }) => body)).toEqual([
    { integrationId: 'odoo-1', object: 'company', companyId: 'company-1' },
  ]);
});

it('sends a company nobody knows by the name and domain on the page', async () => {
  known = false;
  expect(await act(PAGE, URL_OF_PAGE, wish('send'))).toBeNull();
  expect(posted()[0]?.body).toMatchObject({ company: { name: 'Example GmbH', domain: 'example.com' } });
});

it.each([null, 'https://www.linkedin.com/company/example', 'http://10.0.0.1/'])(
  'sends nothing of which it cannot tell the company: website %s',
  async (website) => {
    known = false;
    expect(await button({ ...PAGE, website })).toMatchObject({ state: 'unmatched', action: null });
    expect(await act({ ...PAGE, website }, URL_OF_PAGE, wish('send'))).toBeNull();
    expect(posted()).toEqual([]);
  },
);

it('says that the company is another record of the CRM, and leads there instead of updating that one', async () => {
  state = { state: 'processed', url: 'https://erp.example.com/odoo/contacts/7' };
  const shown = await button();
  expect(shown).toMatchObject({ state: 'elsewhere', action: null });
  expect(shown.links[0]?.link).toEqual({ url: 'https://erp.example.com/odoo/contacts/7' });
});

it('is not taken for another record where it was sent while it was being looked up', async () => {
  linkedMeanwhile = true;
  state = { state: 'processed' };
  expect(await button()).toMatchObject({ state: 'processed', label: 'In Odoo · update' });
});

it('shows a failure with its cause, and where several records match, lets this one be chosen', async () => {
  linked = true;
  state = { state: 'error', syncId: sync.id };
  const error = { code: 'invalid_option', message: '', hint: '', field: 'industry_id', issueId: null };
  sync = { ...sync, status: 'error', error };
  expect(await button()).toMatchObject({ state: 'error', action: { kind: 'send', label: 'Send again' } });
  const candidates = [{ id: '14', name: 'Example', url: null }];
  sync = { ...sync, error: { ...error, code: 'ambiguous_match', candidates } };
  expect(await button()).toMatchObject({ action: { kind: 'match' } });
  await act(PAGE, URL_OF_PAGE, wish('match'));
  expect(server.seen.at(-1)).toMatchObject({ path: `/v1/syncs/${sync.id}/match`, body: { crmId: '14' } });
});

it('takes back what can still be undone, and does not send what is under way', async () => {
  state = { state: 'pending', syncId: sync.id };
  sync = { ...sync, reason: { code: 'held', until: new Date(Date.now() + 8_000).toISOString() } };
  expect(await button()).toMatchObject({ state: 'pending', action: { kind: 'undo' }, isMoving: true });
  await act(PAGE, URL_OF_PAGE, wish('send'));
  expect(posted()).toEqual([]);
  await act(PAGE, URL_OF_PAGE, wish('undo'));
  expect(server.seen.at(-1)).toMatchObject({ method: 'DELETE', path: `/v1/syncs/${sync.id}` });
});

it('takes no record of an account that is not connected for one of ours', async () => {
  expect(await button(PAGE, new URL('https://other.example.com/odoo/contacts/14'))).toMatchObject({
    state: 'unconnected',
    links: [{ link: { to: 'integrations' } }],
  });
});

it('tells why a send was refused, and leaves nothing behind', async () => {
  refuse = 'invalid_request';
  expect(await act(PAGE, URL_OF_PAGE, wish('send'))).toMatchObject({ code: 'invalid_request' });
  expect(await outboxItem.get()).toEqual([]);
});

it('keeps a send while the server is away, by what was known when the button was shown', async () => {
  const { target } = await button();
  await server.stop();
  expect(await act(PAGE, URL_OF_PAGE, { ...wish('send'), target })).toBeNull();
  expect(await outboxItem.get()).toMatchObject([{ state: 'waiting', input: { companyId: 'company-1' } }]);
  await server.startAgain();
  expect(await button()).toMatchObject({ state: 'pending', action: { kind: 'undo' } });
  await act(PAGE, URL_OF_PAGE, wish('undo'));
  expect(await outboxItem.get()).toEqual([]);
});
