import { counts } from '../../../test/support/syncs';
import { advanceRun, type Run } from './run';

const follow = (...opens: number[]) =>
  opens.reduce<Run | undefined>((run, pending) => advanceRun(run, counts({ pending })), undefined);

it.each([
  ['starts with what is open', [500], { done: 0, open: 500 }],
  ['counts what left', [500, 400, 150], { done: 350, open: 150 }],
  ['grows with what is added', [500, 400, 600], { done: 100, open: 600 }],
  ['ends with an empty queue', [500, 100, 0], { done: 0, open: 0 }],
  ['begins anew afterwards', [500, 0, 80, 60], { done: 20, open: 60 }],
])('%s', (_, opens, run) => {
  expect(follow(...opens)).toEqual(run);
});

it('counts what is being processed as open', () => {
  expect(advanceRun({ done: 0, open: 10 }, counts({ pending: 5, processing: 3 }))).toEqual({ done: 2, open: 8 });
});
