import { render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { SyncFilter } from '@integration-queue/shared';
import { answerCalls } from '../../../test/support/remote-api';
import { SyncList } from '../syncs/sync-list-state';
import { BulkBar } from './bulk-bar';
import { select } from './selection';

function show(filter: SyncFilter = {}) {
  const asked = answerCalls({
    retrySyncs: ({ ids = [] }) => ({ matched: ids.length, done: ids.length, refused: [] }),
    countSyncs: () => ({ counts: { pending: 0, processing: 0, processed: 2, error: 0 }, isExact: true }),
  });
  const list = new SyncList({ listSyncs: async () => ({ ok: true, value: { items: [], nextCursor: null } }) });
  list.restore({ filter, rows: [], nextCursor: null });
  select(['one', 'two'], true);
  render(<BulkBar list={list} />);
  return {
    bar: within(screen.getByRole('region', { name: 'Selected entries' })),
    retries: () => asked.filter(([name]) => name === 'retrySyncs').map(([, retry]) => retry),
  };
}

it('sends what is selected again as things are today', async () => {
  const { bar, retries } = show();
  await userEvent.click(bar.getByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(retries()).toEqual([{ ids: ['one', 'two'] }]));
});

it('sends what is selected again as it was, where somebody chooses that', async () => {
  const { bar, retries } = show();
  await userEvent.click(bar.getByRole('checkbox', { name: 'the company data of then' }));
  await userEvent.click(bar.getByRole('button', { name: 'Retry this way' }));
  await waitFor(() => expect(retries()).toEqual([{ ids: ['one', 'two'], data: 'as_sent' }]));
});

it('offers no such choice for what was never sent', () => {
  const { bar } = show({ skipped: true });
  expect(bar.getByRole('button', { name: 'Send anyway' })).toBeTruthy();
  expect(bar.queryByRole('checkbox')).toBeNull();
});
