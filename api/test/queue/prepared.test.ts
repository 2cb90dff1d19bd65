import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runPrepared } from '../../src/queue/sql/prepared.js';
import { House } from './house.js';

let house: House;
beforeAll(async () => void (house = await House.open()));
afterAll(() => house.close());

test('a prepared statement is read once a connection, and planned anew for each call', async () => {
  const seen = {
    name: 'seen',
    text: `select $1::int as n, pg_backend_pid() as pid, s.custom_plans::int as custom, s.generic_plans::int as generic
           from pg_prepared_statements s where s.name = 'seen'`,
  };
  const rows: { n: number; pid: number; custom: number; generic: number }[] = [];
  for (let n = 0; n < 12; n += 1) rows.push(...(await runPrepared<(typeof rows)[number]>(house.database, seen, [n])));
  expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 12 }, (_, n) => n));
  const ofOne = rows.filter(({ pid }) => pid === rows[0]!.pid);
  expect(ofOne.length).toBeGreaterThan(6);
  expect(ofOne.map(({ custom, generic }) => custom - generic)).toEqual(ofOne.map((_, index) => index + 1));
});

test('its connection goes back to the others, also where the statement fails', async () => {
  const failing = { name: 'failing', text: 'select 1 / $1::int as n' };
  for (let n = 0; n < 30; n += 1)
    await expect(runPrepared(house.database, failing, [0])).rejects.toMatchObject({ code: '22012' });
  expect(await runPrepared(house.database, failing, [1])).toEqual([{ n: 1 }]);
});
