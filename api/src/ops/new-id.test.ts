import { expect, test } from '@jest/globals';
import { validate, version } from 'uuid';
import { newId } from './new-id.js';

test('ids are UUIDv7, each its own, and in the order they were made in', () => {
  const before = Date.now();
  const ids = Array.from({ length: 5_000 }, newId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  expect(Number.parseInt(ids[0]!.slice(0, 8) + ids[0]!.slice(9, 13), 16)).toBeGreaterThanOrEqual(before);
});
