import { durationText, millisecondsText, relativeTime } from './time-text';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const ago = (seconds: number) => relativeTime(new Date(NOW - seconds * 1000).toISOString(), NOW);

it.each([
  [0, 'now'],
  [44, 'now'],
  [50, '1 min. ago'],
  [125, '2 min. ago'],
  [59.6 * 60, '1 hr. ago'],
  [3 * 3600, '3 hr. ago'],
  [23.7 * 3600, 'yesterday'],
  [3 * 86_400, '3 days ago'],
  [70 * 86_400, '2 mo. ago'],
  [800 * 86_400, '2 yr. ago'],
  [-300, 'in 5 min.'],
])('calls what was %p seconds ago “%s”', (seconds, text) => {
  expect(ago(seconds)).toBe(text);
});

it.each([
  [0, '1 sec'],
  [41.6, '42 sec'],
  [89, '89 sec'],
  [95, '2 min'],
  [3600, '60 min'],
  [7200, '2 hr'],
])('calls %p seconds “%s”', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

it('says how long a call took', () => {
  expect([38, 999.4, 1240].map(millisecondsText)).toEqual(['38 ms', '999 ms', '1.2 sec']);
});
