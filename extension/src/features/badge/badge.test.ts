import { fakeBrowser } from '@webext-core/fake-browser';
import { makeSummary, counts } from '../../../test/support/syncs';
import { storeSession } from '../../../test/support/sign-in';
import { outboxItem, type OutboxEntry } from '../outbox/outbox-entry';
import { accountItem, ownerOf } from '../session/account';
import { snapshotItem, withSummary } from '../snapshot/snapshot';
import { keepBadge, updateBadge } from './badge';

const shown = async () => ({
  text: await fakeBrowser.action.getBadgeText({}),
  title: await fakeBrowser.action.getTitle({}),
});

beforeEach(() => fakeBrowser.reset());

/** Waits for the badge to show a text; the test's own time limit ends a wait for what never comes. */
async function showsText(text: string): Promise<void> {
  while ((await shown()).text !== text) await new Promise((resolve) => setTimeout(resolve));
}
/** A worker that just started with what is stored: none of the listeners of the one before are left. */
const startWorker = () => {
  fakeBrowser.storage.onChanged.removeAllListeners();
  keepBadge();
};

it('is right from storage alone, as after a restart of the browser', async () => {
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  await snapshotItem.set(withSummary(null, owner, makeSummary({ counts: counts({ error: 12 }) })));
  await updateBadge();
  expect(await shown()).toEqual({ text: '12', title: 'Integration Queue · 12 entries in error' });
});

it('names the integrations that need attention, and what else there is', async () => {
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  const summary = makeSummary({ status: 'needs_attention', counts: counts({ error: 1 }) });
  await snapshotItem.set(withSummary(null, owner, summary));
  await updateBadge();
  expect(await shown()).toEqual({
    text: '!',
    title: 'Integration Queue · HubSpot needs attention · 1 entry in error',
  });
});

it('says nothing of another member’s errors or sends', async () => {
  await storeSession('https://queue.example.com');
  await snapshotItem.set(withSummary(null, 'somebody else', makeSummary({ counts: counts({ error: 12 }) })));
  await outboxItem.set([{ id: '1', owner: 'somebody else', state: 'waiting' } as OutboxEntry]);
  await updateBadge();
  expect(await shown()).toEqual({ text: '', title: 'Integration Queue' });
});

it('says that nobody is signed in', async () => {
  await updateBadge();
  expect(await shown()).toEqual({ text: '?', title: 'Integration Queue · signed out' });
});

it('is right again as soon as a worker starts, whatever changed after the last one died', async () => {
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  startWorker();
  await showsText('');
  fakeBrowser.storage.onChanged.removeAllListeners();
  await snapshotItem.set(withSummary(null, owner, makeSummary({ counts: counts({ error: 3 }) })));
  expect((await shown()).text).toBe('');
  startWorker();
  await showsText('3');
});

it('comes back after an update, which takes what the toolbar showed', async () => {
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  await snapshotItem.set(withSummary(null, owner, makeSummary({ status: 'needs_attention' })));
  startWorker();
  await showsText('!');
  await fakeBrowser.action.setBadgeText({ text: '' });
  startWorker();
  await showsText('!');
});

it('goes on after the browser failed to show it once', async () => {
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  jest.spyOn(fakeBrowser.action, 'setBadgeText').mockRejectedValueOnce(new Error('No window'));
  startWorker();
  await snapshotItem.set(withSummary(null, owner, makeSummary({ counts: counts({ error: 3 }) })));
  await showsText('3');
});

it('does not say of a refused send that it waits for the server', async () => {
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  await outboxItem.set([{ id: '1', owner, state: 'refused' } as OutboxEntry]);
  await updateBadge();
  expect(await shown()).toEqual({ text: '!', title: 'Integration Queue · 1 send needs your attention' });
});

it('tells of nothing but the sign-out once the member has signed out', async () => {
  const account = await storeSession('https://queue.example.com');
  const owner = ownerOf(account);
  await snapshotItem.set(withSummary(null, owner, makeSummary({ counts: counts({ error: 5 }) })));
  await outboxItem.set([{ id: '1', owner, state: 'waiting' } as OutboxEntry]);
  startWorker();
  await showsText('5');
  await accountItem.remove();
  await showsText('?');
  expect((await shown()).title).toBe('Integration Queue · signed out');
  await accountItem.set(account);
  await showsText('5');
});
