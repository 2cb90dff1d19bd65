/** @jest-environment node */
import { fakeBrowser } from '@webext-core/fake-browser';
import { json, startServer } from '../../../test/support/server';
import { onFastClock } from '../../../test/support/silence';
import { storeSession } from '../../../test/support/sign-in';
import { makeIntegration } from '../../../test/support/syncs';
import { outboxItem } from '../outbox/outbox-entry';
import { ownerOf } from '../session/account';
import { snapshotItem, withIntegrations } from '../snapshot/snapshot';
import { actAndShow, buttonOf } from './button-of';
import type { CrmAction, CrmPage, CrmTarget } from './crm-button';

const PAGE: CrmPage = {
  provider: 'odoo',
  record: { id: '14' },
  name: 'Example GmbH',
  website: 'http://www.example.com/en',
};
const ADDRESS = new URL('https://erp.example.com/odoo/contacts/14');
const integration = makeIntegration({
  id: 'odoo-1',
  provider: 'odoo',
  name: 'Our Odoo',
  baseUrl: 'https://erp.example.com',
});
const company = { id: 'company-1', name: 'Example GmbH', domain: 'example.com' };
/** A person who clicks waits no longer than this, of the 30 seconds a request may take. */
const BEARABLE_MS = 6_000;

let isSilent: boolean;
let server: Awaited<ReturnType<typeof startServer>>;

beforeEach(async () => {
  fakeBrowser.reset();
  isSilent = false;
  server = await startServer(({ path }, response) => {
    if (isSilent) return;
    const items = path.includes('/crm?') || path.endsWith('/crm') ? [] : [company];
    json(response, 200, { items, nextCursor: null });
  });
  const owner = ownerOf(await storeSession(server.url));
  await snapshotItem.set(withIntegrations(null, owner, [integration]));
});
afterEach(() => server.stop());

const wish = (kind: CrmAction, target: CrmTarget | null) => ({ id: crypto.randomUUID(), kind, target });
const click = async (kind: CrmAction) => {
  const { target } = await buttonOf(PAGE, ADDRESS);
  return { kind, target };
};
const kept = async () => (await outboxItem.get()).map(({ state, input }) => [state, input.companyId]);
const WAITING = {
  state: 'pending',
  label: 'Waiting',
  lines: ['Kept in this browser. It goes out as soon as the server answers.'],
  action: { kind: 'undo' },
};

it('says that a send is kept while the server is away, also where the page is loaded again, and takes it back', async () => {
  const { target } = await click('send');
  expect(target).toMatchObject({ companyId: 'company-1' });
  await server.stop();
  expect(await actAndShow(PAGE, ADDRESS, wish('send', target))).toMatchObject(WAITING);
  expect(await buttonOf(PAGE, ADDRESS)).toMatchObject(WAITING);
  expect(await kept()).toEqual([['waiting', 'company-1']]);
  // Of another record nothing waits.
  const other = { ...PAGE, record: { id: '15' }, website: 'other.example' };
  expect(await buttonOf(other, ADDRESS)).toMatchObject({ state: 'away' });

  expect(await actAndShow(PAGE, ADDRESS, wish('undo', target))).toMatchObject({ state: 'away' });
  expect(await kept()).toEqual([]);
});

it('sends a record that was opened while the server was away', async () => {
  await server.stop();
  const shown = await buttonOf(PAGE, ADDRESS);
  expect(shown).toMatchObject({
    state: 'away',
    label: 'Send to Odoo',
    lines: ['The server cannot be reached.'],
    action: { kind: 'send', label: 'Send to CRM' },
  });
  expect(await actAndShow(PAGE, ADDRESS, wish('send', shown.target))).toMatchObject(WAITING);
  expect((await outboxItem.get())[0]?.input).toMatchObject({
    integrationId: 'odoo-1',
    company: { name: 'Example GmbH', domain: 'example.com' },
  });
});

it('offers nothing it could not send: no website, no integration, no session', async () => {
  await server.stop();
  const nothing = { state: 'away', label: 'Not available', action: null, target: null };
  expect(await buttonOf({ ...PAGE, website: null }, ADDRESS)).toMatchObject(nothing);
  expect(await buttonOf(PAGE, new URL('https://other.example.com/odoo/contacts/14'))).toMatchObject(nothing);
  fakeBrowser.reset();
  expect(await buttonOf(PAGE, ADDRESS)).toMatchObject({ ...nothing, label: 'Sign in' });
});

it('keeps a click and says so soon where the server takes the question and never answers', async () => {
  const { target } = await click('send');
  isSilent = true;
  const sent = await onFastClock(() => actAndShow(PAGE, ADDRESS, wish('send', target)));
  expect(sent.answer).toMatchObject(WAITING);
  expect(sent.tookMs).toBeLessThan(BEARABLE_MS);
  const looked = await onFastClock(() => buttonOf(PAGE, ADDRESS));
  expect(looked.answer).toMatchObject(WAITING);
  expect(looked.tookMs).toBeLessThan(BEARABLE_MS);
  const undone = await onFastClock(() => actAndShow(PAGE, ADDRESS, wish('undo', target)));
  expect(await kept()).toEqual([]);
  expect(undone.answer).toMatchObject({ state: 'away' });
});
