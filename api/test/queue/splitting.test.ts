import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CrmFront } from './crm-front.js';
import { House } from './house.js';

const BATCH = 6;
const GUILTY = 'Guilty';

let house: House;
let front: CrmFront;
let integration: string;

beforeAll(async () => {
  house = await House.open();
  front = await CrmFront.open(house.crm.url);
});
afterAll(async () => {
  await front.close();
  await house.close();
});
beforeEach(async () => {
  await house.clear();
  front.clear();
  integration = await house.connect({ settings: { baseUrl: front.url } });
});

describe('a CRM that refuses a whole batch for one of its rows', () => {
  test.each(Array.from({ length: BATCH }, (_, position) => position))(
    'has the guilty one found at position %i; the others arrive once',
    async (position) => {
      front.answering = ({ path, rows }) =>
        path.endsWith('/batch/upsert') && rows.includes(GUILTY)
          ? { status: 400, body: { code: 'invalid_request', message: 'One of these is not right' } }
          : undefined;
      const ids = await house.sendMany(integration, BATCH, (index) => (index === position ? { name: GUILTY } : {}));
      await house.tick(integration);

      for (const [index, id] of ids.entries()) {
        const row = await house.sync(id);
        if (index === position) {
          expect(row).toMatchObject({ status: 'error', error_code: 'refused_by_crm', attempts: 1, maybe_sent: false });
        } else expect(row).toMatchObject({ status: 'processed', attempts: 1 });
      }
      const records = await house.records();
      expect(records).toHaveLength(BATCH - 1);
      expect(records.every(({ writes }) => writes === 1)).toBe(true);
      expect(await house.integration(integration)).toMatchObject({ status: 'active', failures: 0 });
    },
  );

  test('loses nothing where it goes down in the middle of the splitting', async () => {
    front.answering = ({ path, rows }) => {
      if (!path.endsWith('/batch/upsert')) return undefined;
      if (rows.includes(GUILTY)) return { status: 400, body: {} };
      return front.writes.length > 3 ? { status: 503, body: {} } : undefined;
    };
    const ids = await house.sendMany(integration, 8, (index) => (index === 1 ? { name: GUILTY } : {}));
    await house.tick(integration);
    front.answering = ({ rows }) => (rows.includes(GUILTY) ? { status: 400, body: {} } : undefined);
    await house.drain();

    expect(await house.statuses()).toEqual({ processed: 7, error: 1 });
    expect(await house.sync(ids[1]!)).toMatchObject({ status: 'error' });
    expect((await house.records()).every(({ writes }) => writes === 1)).toBe(true);
  });
});

test('a look-up refused for one of its questions costs only the row that asked it', async () => {
  const ids = await house.sendMany(integration, BATCH, (index) => ({ domain: `company-${index}.example` }));
  const { record_key: guilty } = await house.sync(ids[2]!);
  front.answering = ({ path, rows }) =>
    path.endsWith('/search') && rows.includes(guilty)
      ? { status: 400, body: { message: 'Not a question' } }
      : undefined;
  await house.tick(integration);

  expect(await house.sync(ids[2]!)).toMatchObject({ status: 'error', error_code: 'refused_by_crm' });
  expect(await house.statuses()).toEqual({ processed: BATCH - 1, error: 1 });
});

test('a row that failed often goes alone, and takes no innocent one with it', async () => {
  const [often, ...others] = await house.sendMany(integration, 4);
  await house.database.query('update sync set attempts = 6 where id = $1', [often]);
  await house.tick(integration);

  const [alone, together] = front.writes.toSorted((one, other) => one.length - other.length);
  expect(alone).toHaveLength(1);
  expect(together).toHaveLength(others.length);
  expect(front.writes).toHaveLength(2);
});
