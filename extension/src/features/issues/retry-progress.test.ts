import { counts } from '../../../test/support/syncs';
import { failedAgain, progressOf } from './retry-progress';

it.each([
  [41, { pending: 41 }, 0, false],
  [41, { pending: 20, processing: 5 }, 16, false],
  [41, { pending: 500 }, 0, false],
  [41, { error: 3 }, 41, true],
])('of %p sent again, with %p, %p are done', (total, changes, done, isFinished) => {
  expect(progressOf(total, counts(changes))).toEqual({ total, done, isFinished });
});

it.each([
  ['failed again as before', { sent: 41, left: 0 }, 3, 3],
  ['left alone, since it was cancelled', { sent: 500, left: 442 }, 442, 0],
  ['left alone, but for one that failed again', { sent: 500, left: 442 }, 443, 1],
  ['left alone, one of which was deleted meanwhile', { sent: 500, left: 442 }, 441, 0],
])('of an issue that was retried and still has entries, %s', (_, retry, count, failed) => {
  expect(failedAgain(retry, count)).toBe(failed);
});
