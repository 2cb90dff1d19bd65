import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Issue, IssueList } from '@integration-queue/shared/issue';
import type { EntityManager } from 'typeorm';
import { ApiHouse, type TestWorkspace } from './api-house.js';
import { Sender } from './sending.js';

let house: ApiHouse;
let workspace: TestWorkspace;
let entries: string[];

beforeAll(async () => {
  house = await ApiHouse.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  workspace = await house.newWorkspace();
  const sender = new Sender(house, workspace);
  entries = (await sender.sendBatch(['Acme', 'Bolt', 'Cargo', 'Dyno'].map((name) => ({ company: { name } })))).map(
    ({ id }) => id!,
  );
});

/** The entry with this number fails at this CRM field, as a worker's statement would have it. */
const fail = (entry: number, field: string, database: Pick<EntityManager, 'query'> = house.database) =>
  database.query(
    `update sync set status = 'error', error_code = 'invalid_value', error_field = $2, error_message = 'No', updated_at = now() where id = $1`,
    [entries[entry], field],
  );

/** Everything that happened so far happened an hour earlier. */
async function anHourPasses(): Promise<void> {
  await house.database.query(
    `update issue set first_seen_at = first_seen_at - interval '1 hour', last_seen_at = last_seen_at - interval '1 hour'`,
  );
  await house.database.query(`update sync set updated_at = updated_at - interval '1 hour' where status = 'error'`);
}

async function read(field: string): Promise<Issue> {
  const { items } = (await workspace.key.call<IssueList>('GET', '/v1/issues')).body;
  return items.find((issue) => issue.field === field)!;
}

const minutesBetween = ({ firstSeenAt, lastSeenAt }: Issue) =>
  Math.round((Date.parse(lastSeenAt) - Date.parse(firstSeenAt)) / 60_000);

test('an issue was last seen when its latest entry failed, also after that was retried or deleted', async () => {
  await fail(0, 'city');
  expect(minutesBetween(await read('city'))).toBe(0);
  await anHourPasses();
  await fail(1, 'city');
  const seen = await read('city');
  expect(minutesBetween(seen)).toBe(60);

  await workspace.key.call('POST', `/v1/syncs/${entries[1]}/retry`);
  expect(await read('city')).toEqual({ ...seen, count: 1, examples: [expect.objectContaining({ company: 'Acme' })] });
  await fail(2, 'city');
  await workspace.key.call('DELETE', `/v1/syncs/${entries[2]}`);
  expect((await read('city')).lastSeenAt >= seen.lastSeenAt).toBe(true);
});

test('one that was resolved is seen when it recurs', async () => {
  await fail(0, 'city');
  await workspace.key.call('PATCH', `/v1/issues/${(await read('city')).id}`, { body: { state: 'resolved' } });
  await anHourPasses();
  await fail(1, 'city');
  expect(await read('city')).toMatchObject({ state: 'open', count: 2 });
  expect(minutesBetween(await read('city'))).toBe(60);
});

test('workers that fail into the same issues in another order do not wait for each other', async () => {
  await fail(0, 'city');
  await workspace.key.call('POST', `/v1/syncs/${entries[0]}/retry`);
  await fail(0, 'industry');
  await workspace.key.call('POST', `/v1/syncs/${entries[0]}/retry`);
  await anHourPasses();
  const [one, other] = [house.database.createQueryRunner(), house.database.createQueryRunner()];
  try {
    await one.startTransaction();
    await other.startTransaction();
    await fail(0, 'city', one.manager);
    await fail(1, 'industry', other.manager);
    await Promise.all([fail(2, 'industry', one.manager), fail(3, 'city', other.manager)]);
    await one.commitTransaction();
    await other.commitTransaction();
  } finally {
    await Promise.all([one.release(), other.release()]);
  }
  for (const field of ['city', 'industry']) {
    expect(await read(field)).toMatchObject({ count: 2 });
    expect(minutesBetween(await read(field))).toBe(60);
  }
});
