import { barsOf } from './day-bars';

const day = (processed: number, error: number) => ({ date: '2026-01-01', processed, error });

it('makes the busiest day as high as the chart, and the others by it', () => {
  const [half, whole, none] = barsOf([day(40, 10), day(60, 40), day(0, 0)]);
  expect(half).toMatchObject({ processed: 0.4, error: 0.1 });
  expect(whole).toMatchObject({ processed: 0.6, error: 0.4 });
  expect(none).toMatchObject({ processed: 0, error: 0 });
});

it('shows a single failure among thousands, and no bar higher than the chart', () => {
  const [bar] = barsOf([day(100_000, 1)]);
  expect(bar!.error).toBeGreaterThan(0.02);
  expect(bar!.processed + bar!.error).toBeLessThanOrEqual(1);
  expect(barsOf([])).toEqual([]);
});
