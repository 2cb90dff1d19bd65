import { render, screen } from '@testing-library/preact';
import { fakeBrowser } from '@webext-core/fake-browser';
import { storeSession } from '../../../test/support/sign-in';
import { loadPageState } from '../live/page-state';
import { ownerOf } from '../session/account';
import { OutboxBar } from './outbox-bar';
import { outboxItem, type OutboxEntry } from './outbox-entry';

const entry = (owner: string, companyName: string) =>
  ({ id: companyName, owner, companyName, integrationName: 'HubSpot', state: 'waiting' }) as OutboxEntry;

beforeEach(() => fakeBrowser.reset());

it('lists what the member sent, and of another account only that it waits', async () => {
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  await outboxItem.set([entry(owner, 'Acme'), entry('somebody else', 'Secret AG')]);
  await loadPageState();
  render(<OutboxBar />);
  expect(screen.getByText('Acme')).toBeTruthy();
  expect(screen.queryByText('Secret AG')).toBeNull();
  expect(screen.getByText('1 send of another account waits until that account signs in here.')).toBeTruthy();
});

it('tells what needs the member apart from what waits for the server', async () => {
  const owner = ownerOf(await storeSession('https://queue.example.com'));
  const refused = { state: 'refused', problem: { code: 'maybe_sent', message: '' } } as const;
  await outboxItem.set([entry(owner, 'Acme'), { ...entry(owner, 'Bolt'), ...refused }]);
  await loadPageState();
  render(<OutboxBar />);
  expect(screen.getByText('1 send waits for the server')).toBeTruthy();
  expect(screen.getByText('1 send needs your attention')).toBeTruthy();
  expect(screen.getByText(/^It may have been sent/)).toBeTruthy();
  // It can be looked for, sent again, or forgotten; of what merely waits there is nothing to decide.
  expect(screen.getByRole('link').getAttribute('href')).toBe('/overview.html?q=Bolt');
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
    'Cancel',
    'Send again',
    'Dismiss',
  ]);
});
