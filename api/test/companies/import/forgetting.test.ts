import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Import } from '@integration-queue/shared/import';
import { forgetOldImports } from '../../../src/companies/import/sql/forget-old-imports.js';
import { Sweeper } from '../../../src/queue/sweeper.js';
import { ApiHouse, type TestWorkspace } from '../../http/api-house.js';
import { KeptRings } from '../../queue/kept-rings.js';

let house: ApiHouse;
let workspace: TestWorkspace;
beforeAll(async () => void (house = await ApiHouse.open()));
beforeEach(async () => {
  workspace = await house.newWorkspace();
  await house.database.query('delete from import');
});
afterAll(() => house.close());

/** An import with three lines that were not taken over, that ended so many days ago. */
async function endedAgo(days: number): Promise<string> {
  const { body } = await workspace.key.call<Import>('POST', '/v1/companies/import', {
    raw: { text: 'name,domain\n,a.example\n,b.example\n,c.example\n', type: 'text/csv' },
  });
  expect(body).toMatchObject({ failed: 3 });
  await house.database.query('update import set alive_at = now() - make_interval(days => $2) where id = $1', [
    body.id,
    days,
  ]);
  return body.id;
}
const count = async (table: string) =>
  (await house.database.query<[{ n: number }]>(`select count(*)::int as n from ${table}`))[0].n;
const status = async (id: string) => (await workspace.key.call('GET', `/v1/companies/imports/${id}`)).status;

test('an import and its lines are forgotten after 90 days, and not before', async () => {
  const [old, kept] = [await endedAgo(91), await endedAgo(89)];
  await new Sweeper(house.database, new KeptRings()).sweep();
  expect([await status(old), await status(kept)]).toEqual([404, 200]);
  expect([await count('import'), await count('import_error')]).toEqual([1, 3]);
});

test('a portion at a time, the lines before their import', async () => {
  await endedAgo(91);
  expect([await forgetOldImports(house.database, 2), await count('import'), await count('import_error')]).toEqual([
    2, 1, 1,
  ]);
  expect([await forgetOldImports(house.database, 2), await count('import'), await count('import_error')]).toEqual([
    2, 0, 0,
  ]);
  expect(await forgetOldImports(house.database, 2)).toBe(0);
});
