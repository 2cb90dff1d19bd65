import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CrmFront } from './crm-front.js';
import { House } from './house.js';
import { loseDatabase } from './lose-database.js';

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

/** The holder is killed at `point`, its leases run out, and another takes over. */
async function killedAt(point: 'after-write-ahead' | 'after-send'): Promise<void> {
  expect(await house.tickKilledAt(integration, point)).toBe(true);
  await house.expireLeases();
}

describe('a created record whose answer was lost', () => {
  test('is found, and not sent again', async () => {
    const ids = await house.sendMany(integration, 5, (index) => (index < 3 ? { domain: `c${index}.example` } : {}));
    await house.faults({ loseAnswerRate: 1 });
    await house.tick(integration);
    expect(await house.sync(ids[0]!)).toMatchObject({ status: 'pending', maybe_sent: true, attempts: 1 });
    await house.faults({ loseAnswerRate: 0 });
    await house.drain();

    for (const id of ids) {
      expect(await house.sync(id)).toMatchObject({ status: 'processed', crm_action: 'created', maybe_sent: false });
      expect(await house.outcomes(id)).toEqual(['unknown', 'found']);
    }
    expect(front.writes).toHaveLength(1);
    expect((await house.records()).map(({ writes }) => writes)).toEqual([1, 1, 1, 1, 1]);
  });

  test('is found although the CRM made something else of the values', async () => {
    const id = await house.send(integration, { company: { name: 'Acme', city: 'Almelo' } });
    await house.faults({ loseAnswerRate: 1, ignoreFields: ['city'] });
    await house.tick(integration);
    await house.faults({ loseAnswerRate: 0 });
    await house.drain();

    expect(await house.sync(id)).toMatchObject({ status: 'processed', crm_action: 'created' });
    expect((await house.records())[0]).toMatchObject({ writes: 1 });
    expect(await house.receipt(id)).toContainEqual(
      expect.objectContaining({ target: 'city', sent: 'Almelo', verdict: 'dropped' }),
    );
  });

  test('is sent where it never left', async () => {
    const id = await house.send(integration);
    await killedAt('after-write-ahead');
    await house.drain();
    expect(await house.sync(id)).toMatchObject({ status: 'processed', crm_action: 'created' });
    expect((await house.records()).map(({ writes }) => writes)).toEqual([1]);
  });
});

describe('an update whose answer was lost', () => {
  async function sendTwo(): Promise<string> {
    const first = await house.send(integration, { company: { name: 'Acme', city: 'Almelo' } });
    await house.tick(integration);
    const { company_id: companyId } = await house.sync(first);
    return house.send(integration, { companyId, company: { name: 'Acme', city: 'Bremen' } });
  }

  test('is not sent again where the record holds it', async () => {
    const second = await sendTwo();
    await killedAt('after-send');
    await house.drain();
    expect(await house.sync(second)).toMatchObject({ status: 'processed', crm_action: 'updated' });
    expect((await house.records())[0]).toMatchObject({ writes: 2, properties: { city: 'Bremen' } });
  });

  test('is sent again where the record does not', async () => {
    const second = await sendTwo();
    await killedAt('after-write-ahead');
    await house.drain();
    expect(await house.sync(second)).toMatchObject({ status: 'processed', crm_action: 'updated' });
    expect((await house.records())[0]).toMatchObject({ writes: 2, properties: { city: 'Bremen' } });
  });

  test('of a record found by its domain is told as an update', async () => {
    await house.typeIn({ name: 'Acme Ltd', domain: 'acme.example' });
    const id = await house.send(integration, { company: { name: 'Acme', domain: 'acme.example' } });
    await killedAt('after-send');
    await house.drain();
    expect(await house.sync(id)).toMatchObject({ status: 'processed', crm_action: 'updated' });
    expect((await house.records()).map(({ writes, properties }) => [writes, properties['name']])).toEqual([
      [1, 'Acme'],
    ]);
  });

  test.each([{ domain: 'acme.example' }, {}])(
    'is not taken for done where the record has our key from an earlier connection (%j)',
    async (more) => {
      const earlier = await house.connect();
      const first = await house.send(earlier, { company: { name: 'Acme', city: 'Almelo', ...more } });
      await house.tick(earlier);
      const { company_id: companyId } = await house.sync(first);
      const again = await house.send(integration, { companyId, company: { name: 'Acme', city: 'Bremen', ...more } });
      await killedAt('after-write-ahead');
      await house.drain();
      expect(await house.sync(again)).toMatchObject({ status: 'processed', crm_action: 'updated' });
      expect((await house.records())[0]).toMatchObject({ properties: { city: 'Bremen' }, writes: 2 });
    },
  );

  test('is not taken for done where an earlier sync of the record was given up without knowing', async () => {
    const first = await house.send(integration, { company: { name: 'Acme', city: 'Almelo' } });
    await house.database.query('update sync set attempts = 9 where id = $1', [first]);
    await house.faults({ loseAnswerRate: 1 });
    await house.tick(integration);
    await house.faults({ loseAnswerRate: 0 });
    const { company_id: companyId, status, maybe_sent: unknown } = await house.sync(first);
    expect({ status, unknown }).toEqual({ status: 'error', unknown: true });

    const second = await house.send(integration, { companyId, company: { name: 'Acme', city: 'Bremen' } });
    await killedAt('after-write-ahead');
    await house.drain();
    expect(await house.sync(second)).toMatchObject({ status: 'processed' });
    expect((await house.records())[0]).toMatchObject({ properties: { city: 'Bremen' }, writes: 2 });
  });
});

test('several records with the company’s domain are said, not guessed', async () => {
  await house.typeIn({ name: 'Acme Ltd', domain: 'acme.example' });
  await house.typeIn({ name: 'Acme Inc', domain: 'www.acme.example' });
  const id = await house.send(integration, { company: { name: 'Acme', domain: 'acme.example' } });
  await house.tick(integration);
  expect(await house.sync(id)).toMatchObject({ status: 'error', error_code: 'ambiguous_match', maybe_sent: false });
  expect(front.writes).toEqual([]);
});

test('an answer that leaves a row out leaves that row’s outcome unknown, and only that one', async () => {
  const ids = await house.sendMany(integration, 4);
  await house.faults({ partialAnswerRate: 1 });
  await house.tick(integration);
  expect(await house.statuses()).toEqual({ processed: 3, pending: 1 });
  await house.faults({ partialAnswerRate: 0 });
  await house.drain();
  expect(await house.statuses()).toEqual({ processed: ids.length });
  expect((await house.records()).map(({ writes }) => writes)).toEqual([1, 1, 1, 1]);
});

test('a call without an answer ends at its deadline, and has one effect whichever side it was lost on', async () => {
  house.connectors.tuning = { deadlineMs: 150 };
  const ids = [];
  for (let index = 0; index < 6; index++) {
    ids.push(await house.send(integration));
    await house.faults({ timeoutRate: 1 });
    await house.tick(integration);
    await house.faults({ timeoutRate: 0 });
    await house.drain();
  }
  expect(await house.statuses()).toEqual({ processed: ids.length });
  expect((await house.records()).map(({ writes }) => writes)).toEqual(ids.map(() => 1));
});

describe('a CRM whose search lags behind its writes', () => {
  beforeEach(() => {
    house.connectors.tuning = { searchLagMs: 60_000 };
  });

  async function msUntilNext(id: string): Promise<number> {
    return (await house.sync(id)).run_at.getTime() - Date.now();
  }

  test('is believed that a record is not there only after the lag, however often it was asked before', async () => {
    const id = await house.send(integration);
    await killedAt('after-write-ahead');
    await house.sweep();
    await house.tick(integration);
    expect(await house.sync(id)).toMatchObject({ status: 'pending', reason: 'retrying', maybe_sent: true });
    expect(await msUntilNext(id)).toBeGreaterThan(55_000);
    expect(front.writes).toEqual([]);

    await house.hurry();
    await house.database.query(`update sync set updated_at = now() - interval '59 seconds' where id = $1`, [id]);
    await house.tick(integration);
    expect(await msUntilNext(id)).toBeGreaterThan(55_000);

    await house.hurry();
    await house.database.query(`update sync set updated_at = now() - interval '61 seconds' where id = $1`, [id]);
    await house.tick(integration);
    expect(await house.sync(id)).toMatchObject({ status: 'processed' });
    expect((await house.records()).map(({ writes }) => writes)).toEqual([1]);
  });

  test('is believed at once that a record is there', async () => {
    const id = await house.send(integration);
    await killedAt('after-send');
    await house.sweep();
    await house.tick(integration);
    expect(await house.sync(id)).toMatchObject({ status: 'processed' });
  });
});

describe('a CRM that cannot be asked', () => {
  beforeEach(() => {
    house.connectors.tuning = { lookup: 0 };
  });

  test('gets nothing twice: a person decides, and a retry sends it', async () => {
    const id = await house.send(integration, { company: { name: 'Acme', domain: 'acme.example' } });
    await house.faults({ loseAnswerRate: 1 });
    await house.tick(integration);
    await house.faults({ loseAnswerRate: 0 });
    await house.drain();
    expect(await house.sync(id)).toMatchObject({ status: 'error', error_code: 'outcome_unknown', maybe_sent: true });
    expect(front.calls.map(({ path }) => path)).toHaveLength(1);

    expect(await house.retry(id)).toEqual(['retried']);
    await house.drain();
    expect(await house.sync(id)).toMatchObject({ status: 'processed', maybe_sent: false });
    expect(front.writes).toHaveLength(2);
  });

  test('still gets what never left', async () => {
    const id = await house.send(integration);
    expect(await house.tickKilledAt(integration, 'after-lookup')).toBe(true);
    await house.expireLeases();
    await house.drain();
    expect(await house.sync(id)).toMatchObject({ status: 'processed' });
  });
});

test('the database being away for a moment after the call costs no look-up', async () => {
  const id = await house.send(integration);
  const stopped = await house.tickStoppedAt(integration, 'after-send');
  const giveBack = await loseDatabase(house.database);
  const resumed = stopped.resume();
  await giveBack();
  await resumed;
  expect(await house.sync(id)).toMatchObject({ status: 'processed' });
  expect(await house.outcomes(id)).toEqual(['processed']);
});
