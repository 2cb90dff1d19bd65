import { dayOf, periodOf, rangeOf, rangeOfDays } from './period';

const now = new Date(2026, 2, 30, 15, 30);
const local = (...parts: [number, number, number]) => new Date(...parts).toISOString();

it('counts today among the days of a period, and knows it again', () => {
  expect(rangeOf('today', now)).toEqual({ from: local(2026, 2, 30), to: undefined });
  expect(rangeOf('week', now).from).toBe(local(2026, 2, 24));
  // Over the night the clocks change.
  expect(rangeOf('month', now).from).toBe(local(2026, 2, 1));
  for (const period of ['today', 'week', 'month'] as const) expect(periodOf(rangeOf(period, now), now)).toBe(period);
});

it('takes other ranges for what they are', () => {
  expect(periodOf({}, now)).toBeNull();
  expect(periodOf({ from: local(2026, 2, 29) }, now)).toBeNull();
  expect(periodOf({ ...rangeOf('week', now), to: local(2026, 2, 30) }, now)).toBeNull();
});

it('has whole days in a range of dates, the last one too', () => {
  const range = rangeOfDays('2026-03-01', '2026-03-02');
  expect(range.from).toBe(local(2026, 2, 1));
  expect(new Date(range.to!).getTime()).toBe(new Date(2026, 2, 3).getTime() - 1);
  expect([dayOf(range.from), dayOf(range.to)]).toEqual(['2026-03-01', '2026-03-02']);
  expect(rangeOfDays('', '')).toEqual({ from: undefined, to: undefined });
});
