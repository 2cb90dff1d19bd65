import { expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createTestDatabase, testRedisUrl } from './database.js';

test('every caller gets a migrated database of its own', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const client = new pg.Client({ connectionString: one.url });
  await client.connect();
  await client.query(`create table only_here ()`);
  const { rows } = await client.query<{ has: boolean }>(`select to_regclass('sync') is not null as has`);
  await client.end();
  expect(rows).toEqual([{ has: true }]);

  const second = new pg.Client({ connectionString: other.url });
  await second.connect();
  const seen = await second.query<{ table: string | null }>(`select to_regclass('only_here')::text as table`);
  await second.end();
  expect(seen.rows).toEqual([{ table: null }]);
  await Promise.all([one.drop(), other.drop()]);
});

test('every caller gets an empty Redis of its own', async () => {
  const [one, other] = await Promise.all([testRedisUrl(), testRedisUrl()]);
  const redis = new Redis(one);
  await redis.set('key', 'value');
  const second = new Redis(other);
  expect(await second.get('key')).toBeNull();
  redis.disconnect();
  second.disconnect();
});
