import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Env } from '../../src/env.js';
import { ConnectorSource } from '../../src/integrations/connector-source.js';
import { SchemaWatch } from '../../src/integrations/schema-watch/schema-watch.js';
import { asIntegration, readIntegration } from '../../src/integrations/sql/read-integrations.js';
import { House, SECRET_KEYS } from './house.js';

let house: House;
let watch: SchemaWatch;
let integration: string;

beforeAll(async () => {
  house = await House.open();
  const env = { SECRET_KEYS, ALLOWED_ADDRESSES: ['127.0.0.0/8'] } as Env;
  watch = new SchemaWatch(house.database, new ConnectorSource(env, house.database));
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.clear();
  integration = await house.connect();
  await compare();
  await checkedAgo('1 day');
});

/** The comparison of the night, with all fields still there. */
const compare = () => watch.check(house.workspaceId, integration, AbortSignal.timeout(10_000));
const checkedAgo = (time: string) =>
  house.database.query('update schema_check set attempted_at = now() - $2::interval where integration_id = $1', [
    integration,
    time,
  ]);
/** What any process does from time to time: compares what is due. */
const look = () => watch.checkNext(new AbortController().signal);
const read = async () =>
  asIntegration(await readIntegration(house.database, house.workspaceId, integration), new Map());
const warnings = async () => (await read()).warnings.map(({ code, label, waiting }) => ({ code, label, waiting }));
/** When the next comparison is due: minutes after the last, and whether that is now. */
async function due(): Promise<{ apart: number; isNow: boolean }> {
  const [row] = await house.database.query<{ apart: number; isNow: boolean }[]>(
    `select (extract(epoch from due_at - attempted_at) / 60)::float8 as apart, due_at <= now() as "isNow"
     from schema_check where integration_id = $1`,
    [integration],
  );
  return row!;
}

describe('a CRM that refuses a field nobody knows there any more', () => {
  beforeEach(() => house.faults({ removedFields: ['city'] }));

  test('is looked at at once: the field is named, with how many entries wait', async () => {
    await look();
    expect(await warnings()).toEqual([]);

    await house.sendMany(integration, 3, () => ({ city: 'Almelo' }));
    await house.tick(integration);
    await look();
    expect(await warnings()).toEqual([{ code: 'field_removed', label: 'City', waiting: 3 }]);

    await house.faults({ removedFields: [] });
    await checkedAgo('1 day');
    await house.hurry();
    await house.drain();
    await compare();
    expect(await warnings()).toEqual([]);
  });

  test('is not looked at again and again: looks are five minutes apart', async () => {
    await checkedAgo('2 minutes');
    await house.sendMany(integration, 3, () => ({ city: 'Almelo' }));
    for (let probe = 0; probe < 3; probe++) {
      await house.hurry();
      await house.tick(integration);
      expect(await due()).toEqual({ apart: 5, isNow: false });
    }
    await look();
    expect(await warnings()).toEqual([]);
  });
});

describe('a CRM that keeps nothing in a field, without a word', () => {
  beforeEach(async () => {
    await house.faults({ ignoreFields: ['city'] });
    await house.send(integration, { company: { name: 'Acme', city: 'Almelo' } });
  });

  test('is looked at at once: it may have lost the field, which is then named', async () => {
    await house.tick(integration);
    expect(await due()).toMatchObject({ isNow: true });
    await house.faults({ ignoreFields: [], removedFields: ['city'] });
    await house.send(integration, { company: { name: 'Bolt', city: 'Almelo' } });
    await look();
    expect(await warnings()).toEqual([{ code: 'field_removed', label: 'City', waiting: 1 }]);
  });

  test('whose field is there all the same is asked once an hour, however much it drops', async () => {
    await house.tick(integration);
    await look();
    expect(await warnings()).toEqual([]);
    for (const name of ['Bolt', 'Cargo']) {
      await house.send(integration, { company: { name, city: 'Almelo' } });
      await house.tick(integration);
      expect(await due()).toEqual({ apart: 60, isNow: false });
    }
  });

  test('that keeps everything is not looked at before the night', async () => {
    await house.faults({ ignoreFields: [] });
    const before = await due();
    await house.tick(integration);
    expect(await due()).toEqual({ ...before, isNow: false });
  });
});
