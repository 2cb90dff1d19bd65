/** @jest-environment node */
import type { ServerResponse } from 'node:http';
import { fakeBrowser } from '@webext-core/fake-browser';
import { json, problem, startServer } from '../../../test/support/server';
import { onFastClock } from '../../../test/support/silence';
import { storeSession } from '../../../test/support/sign-in';
import { makeIntegration, makeSync } from '../../../test/support/syncs';
import { outboxItem } from '../outbox/outbox-entry';
import { sendChoicesItem, type SendChoices } from '../page-company/send-choices';
import { popupViewAt } from '../popup/popup-view-item';
import { ownerOf } from '../session/account';
import { snapshotItem, withIntegrations } from '../snapshot/snapshot';
import type { PageToast } from './page-toast';
import { sendFromTab } from './send-from-tab';

let server: Awaited<ReturnType<typeof startServer>>;
let onDelete: (response: ServerResponse) => void;
let isSilent: boolean;
let owner: string;
/** What the page was told. */
let toasts: PageToast[];

beforeEach(async () => {
  fakeBrowser.reset();
  toasts = [];
  Object.assign(fakeBrowser, {
    scripting: {
      // The person in the page takes back whatever can be taken back.
      executeScript: async ({ args: [toast] }: { args: [PageToast] }) => {
        toasts.push(toast);
        return [{ result: toast.action !== null }];
      },
    },
  });
  isSilent = false;
  server = await startServer(({ method, path }, response) => {
    if (isSilent) return;
    if (method === 'DELETE') return onDelete(response);
    if (path === '/v1/syncs') return json(response, 201, makeSync());
    json(response, 200, { items: [], nextCursor: null });
  });
  owner = ownerOf(await storeSession(server.url));
  const integration = makeIntegration();
  await snapshotItem.set(withIntegrations(null, owner, [integration]));
  await sendChoicesItem.set({ owner, integrationId: integration.id, hasSent: true, perIntegration: {} });
});
afterEach(() => server.stop());

const TAB = { id: 1, url: 'https://www.example.com/' };
const SENT = /^Harbor is on its way to/;

it.each([
  ['says nothing more once it is taken back', 204, null],
  ['says that it may have left while it is processed', 202, /^Harbor is just being processed/],
])('%s', async (_, status, more) => {
  onDelete = (response) => json(response, status);
  await sendFromTab(TAB, 'https://www.harbor.example/about');
  const expected = [SENT, ...(more ? [more] : [])].map((text): unknown => expect.stringMatching(text));
  expect(toasts.map(({ text }) => text)).toEqual(expected);
});

it('says in the page why a send could not be taken back', async () => {
  onDelete = (response) => problem(response, 409, 'sync_already_processed');
  await sendFromTab(TAB, 'https://www.harbor.example/about');
  expect(toasts).toMatchObject([
    { isFailure: false },
    { isFailure: true, action: null, text: 'It was processed already. It can only be removed in the CRM now.' },
  ]);
});

describe('where the page lets nobody in', () => {
  let opened: number;
  let notified: string[];
  let isPopupAllowed: boolean;
  beforeEach(() => {
    [opened, notified, isPopupAllowed] = [0, [], false];
    Object.assign(fakeBrowser.scripting as object, {
      executeScript: () => Promise.reject(new Error('Cannot access contents of the page')),
    });
    Object.assign(fakeBrowser.action, {
      openPopup: async () => {
        opened += 1;
        if (!isPopupAllowed) throw new Error('Could not find an active browser window.');
      },
    });
    jest.spyOn(fakeBrowser.notifications, 'create').mockImplementation((async (
      _: string,
      shown: { message: string },
    ) => {
      notified.push(shown.message);
      return '';
    }) as never);
  });
  const badge = async () => [await fakeBrowser.action.getBadgeText({}), await fakeBrowser.action.getTitle({})];

  it('answers by the popup', async () => {
    isPopupAllowed = true;
    await sendFromTab(TAB, 'https://www.harbor.example/about');
    expect([opened, notified]).toEqual([1, []]);
  });

  it('answers at the toolbar button and by a notification where no popup opens either, and then no longer', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    await sendFromTab(TAB, 'https://www.harbor.example/about');
    expect(await badge()).toEqual(['✓', expect.stringMatching(/^Integration Queue · Harbor is on its way/)]);
    expect(notified).toEqual([expect.stringMatching(SENT)]);
    await sendFromTab(TAB, 'http://10.0.0.1/');
    expect(await badge()).toEqual(['!', expect.stringMatching(/An address inside a network/)]);
    await jest.advanceTimersByTimeAsync(10_000);
    jest.useRealTimers();
    expect((await badge())[0]).toBe('');
  });
});

it('keeps a send and says so soon where the server takes it and never answers', async () => {
  isSilent = true;
  const { tookMs } = await onFastClock(() => sendFromTab(TAB, 'https://www.harbor.example/about'));
  expect(tookMs).toBeLessThan(6_000);
  expect(toasts.map(({ text }) => text)).toEqual([expect.stringMatching(/^Harbor is kept here/)]);
  // Whoever reads that may take it back at once, as the person in this page does.
  expect(await outboxItem.get()).toEqual([]);
});

it('stores a send before the server has said anything', async () => {
  isSilent = true;
  Object.assign(fakeBrowser.scripting as object, { executeScript: async () => [{ result: false }] });
  await onFastClock(() => sendFromTab(TAB, 'https://www.harbor.example/about'));
  const company = { name: 'Harbor', domain: 'harbor.example', website: 'https://www.harbor.example' };
  expect(await outboxItem.get()).toMatchObject([{ state: 'waiting', input: { company } }]);
});

it('has the first send of a member looked over in the popup, and sends nothing by itself', async () => {
  await sendChoicesItem.set(null);
  const opened: string[] = [];
  Object.assign(fakeBrowser.action, { openPopup: async () => void opened.push('popup') });
  await sendFromTab(TAB, 'https://www.harbor.example/about');
  expect([opened, toasts, server.seen]).toEqual([['popup'], [], []]);
  // Where the browser opens none, the page says where to press.
  Object.assign(fakeBrowser.action, { openPopup: () => Promise.reject(new Error('No window')) });
  await sendFromTab(TAB, 'https://www.harbor.example/about');
  expect(toasts.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^The first send is looked over in the popup/),
  ]);
});

describe('what is looked over in the popup', () => {
  const LINK = 'https://www.harbor.example/about';
  const chosen = (changes: Partial<SendChoices>) =>
    sendChoicesItem.set({ owner, integrationId: makeIntegration().id, perIntegration: {}, ...changes });
  let opened: number;
  beforeEach(() => {
    opened = 0;
    Object.assign(fakeBrowser.action, { openPopup: async () => void (opened += 1) });
  });

  it.each<[string, Partial<SendChoices>]>([
    ['where a target was chosen and nothing sent yet', {}],
    ['where the integration sent to was removed since', { integrationId: 'gone', hasSent: true }],
    ['where somebody else sent', { owner: 'somebody else', hasSent: true }],
  ])('%s', async (_, changes) => {
    await chosen(changes);
    await sendFromTab(TAB, LINK);
    expect([opened, toasts, server.seen]).toEqual([1, [], []]);
  });

  it('is the company of the link, in the list the popup was left with', async () => {
    const list = { filter: { q: 'left' }, rows: [], nextCursor: null };
    await popupViewAt('/popup.html').set({ owner, list, scrollTop: 40, entryId: null, draft: null });
    await chosen({});
    await sendFromTab(TAB, LINK);
    const company = { name: 'Harbor', domain: 'harbor.example', website: 'https://www.harbor.example' };
    const draft = { object: 'company', integrationId: makeIntegration().id, company };
    expect(await popupViewAt('/popup.html').get()).toMatchObject({ owner, list, scrollTop: 40, draft });
  });

  it('is nothing where the link tells of no company; what was left by another member is not shown', async () => {
    await chosen({});
    await sendFromTab(TAB, 'http://10.0.0.1/');
    expect([opened, toasts]).toMatchObject([
      0,
      [{ isFailure: true, text: expect.stringMatching(/inside a network/) as string }],
    ]);
    const list = { filter: { q: 'theirs' }, rows: [], nextCursor: null };
    await popupViewAt('/popup.html').set({ owner: 'other', list, scrollTop: 40, entryId: 'x', draft: null });
    await sendFromTab(TAB, LINK);
    expect(await popupViewAt('/popup.html').get()).toMatchObject({ owner, list: { filter: {} }, entryId: null });
  });
});
