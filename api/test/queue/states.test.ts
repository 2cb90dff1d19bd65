import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { CRASH_POINTS } from '../../src/queue/crash-points.js';
import { ROW_STATUSES, TRANSITIONS } from '../../src/queue/states.js';

const drawn = readFileSync(new URL('../../src/queue/STATES.md', import.meta.url), 'utf8');

test('the drawing shows every transition, and no other', () => {
  const arrows = [...drawn.matchAll(/^ {2}(\S+) --> (\S+):/gm)].map(([, from, to]) => [from, to]);
  const listed = TRANSITIONS.map(({ from, to }) => [from === 'new' ? '[*]' : from, to]);
  expect(arrows.toSorted()).toEqual(listed.toSorted());
});

test('every status can be reached, and left by somebody who can still do something about it', () => {
  expect(new Set(TRANSITIONS.map(({ to }) => to))).toEqual(new Set(ROW_STATUSES));
  const ends = ROW_STATUSES.filter((status) => !TRANSITIONS.some(({ from }) => from === status));
  expect(ends).toEqual([]);
});

test('every point a process may die at is explained', () => {
  for (const point of CRASH_POINTS) expect(drawn).toContain(`\`${point}\``);
});
