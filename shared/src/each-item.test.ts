import { expect, test } from '@jest/globals';
import { eachItem } from './each-item.js';

const PAGES = [
  { items: [1, 2], nextCursor: 'a' },
  { items: [], nextCursor: 'b' },
  { items: [3], nextCursor: null },
];

test('goes through all pages, and asks for the next only when the last is gone through', async () => {
  const asked: (string | undefined)[] = [];
  const all = eachItem(({ cursor }) => {
    asked.push(cursor);
    return Promise.resolve(PAGES[asked.length - 1]!);
  });
  expect([(await all.next()).value, (await all.next()).value]).toEqual([1, 2]);
  expect(asked).toEqual([undefined]);
  const rest: number[] = [];
  for await (const item of all) rest.push(item);
  expect([rest, asked]).toEqual([[3], [undefined, 'a', 'b']]);
});

test('ends with what a page ends with', async () => {
  const all = eachItem<number>(({ cursor }) =>
    cursor ? Promise.reject(new Error('gone')) : Promise.resolve(PAGES[0]!),
  );
  await all.next();
  await all.next();
  await expect(all.next()).rejects.toThrow('gone');
});
