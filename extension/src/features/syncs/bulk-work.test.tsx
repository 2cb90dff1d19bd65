import { render, screen, waitFor } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { BulkAnswer, SyncRetry } from '@integration-queue/shared/sync-bulk';
import type { Answer } from '../protocol';
import { BulkWork } from './bulk-work';
import { BulkProgress } from './bulk-progress';

/** A server with so many failed entries, whose answers come when the test says so. */
function serverWith(count: number) {
  const asked: SyncRetry[] = [];
  const waiting: (() => void)[] = [];
  let begun = 0;
  const retrySyncs = (retry: SyncRetry): Promise<Answer<BulkAnswer>> => {
    asked.push(retry);
    return new Promise((resolve) => {
      waiting.push(() => {
        const matched = retry.limit === undefined ? (retry.ids?.length ?? 0) : Math.min(retry.limit, count - begun);
        begun += matched;
        const left = retry.limit === undefined ? undefined : count - begun;
        const next = left === undefined ? undefined : left > 0 ? `entry-${begun}` : null;
        resolve({ ok: true, value: { matched, done: matched, refused: [], left, next } });
      });
    });
  };
  return { asked, retrySyncs, answer: () => waiting.shift()!() };
}

const filter = { issueId: 'issue' };

test('while it goes on the browser asks before it closes the page', async () => {
  const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const server = serverWith(250);
  const retry = new BulkWork('retry', server.retrySyncs);
  expect(isAsked()).toBe(false);
  const ended = retry.start([{ filter }], 250);
  expect(isAsked()).toBe(true);
  server.answer();
  await ended;
  expect(isAsked()).toBe(false);
});

test('goes on where the last slice ended until nothing is left, each in the way that was chosen', async () => {
  const server = serverWith(600);
  const retry = new BulkWork('retry', (slice, how) => server.retrySyncs({ ...slice, ...how }));
  const ended = retry.start([{ filter }], 600, { mapping: 'as_sent' });
  for (const after of [undefined, 'entry-250', 'entry-500']) {
    expect(server.asked.at(-1)).toEqual({ filter, limit: 250, mapping: 'as_sent', ...(after ? { after } : {}) });
    server.answer();
    await Promise.resolve();
    await Promise.resolve();
  }
  expect(await ended).toEqual({ state: 'done', done: 600, refused: 0, left: 0, secondsLeft: null });
  expect(server.asked).toHaveLength(3);
});

test('shows how far it is, stops the rest, and tells what was sent again all the same', async () => {
  const server = serverWith(600);
  const retry = new BulkWork('retry', server.retrySyncs);
  render(<BulkProgress work={retry} />);
  const ended = retry.start([{ filter }], 600);
  server.answer();
  await screen.findByText('250 of 600 put back in line');
  expect(screen.getByRole('progressbar', { name: '250 of 600 put back in line' })).toBeTruthy();

  await userEvent.click(screen.getByRole('button', { name: 'Stop the rest' }));
  server.answer();
  expect(await ended).toMatchObject({ state: 'cancelled', done: 500, left: 100 });
  const told = await screen.findByRole('status');
  expect(told.textContent).toBe('500 entries will be sent again. 100 entries were left as they were.');
  await waitFor(() => expect(document.activeElement).toBe(told));
  expect(server.asked).toHaveLength(2);
});

test('tells how long the rest takes where it takes long', async () => {
  const server = serverWith(100_000);
  const work = new BulkWork('delete', server.retrySyncs);
  render(<BulkProgress work={work} />);
  const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
  void work.start([{ filter }], 100_000);
  clock.mockReturnValue(500);
  server.answer();
  await screen.findByText('250 of 100,000 deleted · 3 min left');
  clock.mockRestore();
});

test('of entries chosen one by one asks portion by portion, and can be stopped in between', async () => {
  const server = serverWith(0);
  const retry = new BulkWork('retry', server.retrySyncs);
  const ended = retry.start([{ ids: ['a', 'b'] }, { ids: ['c'] }], 3);
  retry.cancel();
  server.answer();
  expect(await ended).toEqual({ state: 'cancelled', done: 2, refused: 0, left: 1, secondsLeft: null });
  expect(server.asked).toEqual([{ ids: ['a', 'b'] }]);
});
