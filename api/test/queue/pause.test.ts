import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CrmFront } from './crm-front.js';
import { House } from './house.js';

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

const UNTOUCHED = { status: 'pending', attempts: 0, maybe_sent: false, claim: null };

test('a paused integration sends nothing, is not rung for, and goes on where it stopped', async () => {
  await house.sendMany(integration, 3);
  await house.pause(integration);
  expect(await house.sweep()).toEqual([]);
  expect(await house.tick(integration)).toMatchObject({ held: false });
  expect(front.calls).toEqual([]);

  await house.resume(integration);
  await house.drain();
  expect(await house.statuses()).toEqual({ processed: 3 });
});

describe('a pause while a batch is under way', () => {
  test.each(['after-lease', 'after-claim', 'after-lookup'] as const)('%s: nothing leaves any more', async (point) => {
    const ids = await house.sendMany(integration, 3);
    const stopped = await house.tickStoppedAt(integration, point);
    await house.pause(integration);
    await stopped.resume();

    expect(front.writes).toEqual([]);
    for (const id of ids) expect(await house.sync(id)).toMatchObject(UNTOUCHED);
    expect(await house.integration(integration)).toMatchObject({ status: 'paused', lease_token: null });
  });

  test('after the write-ahead: what left ends as it ends, nothing follows it', async () => {
    const ids = await house.sendMany(integration, 250);
    house.connectors.tuning = { inFlight: 1 };
    const stopped = await house.tickStoppedAt(integration, 'after-write-ahead');
    await house.pause(integration);
    await stopped.resume();

    expect(front.writes.map((rows) => rows.length)).toEqual([100]);
    expect(await house.statuses()).toEqual({ processed: 100, pending: 150 });
    expect(await house.sync(ids[249]!)).toMatchObject(UNTOUCHED);
  });

  test('is kept although the CRM refuses the token just then', async () => {
    await house.send(integration);
    await house.faults({ expiredToken: true });
    const stopped = await house.tickStoppedAt(integration, 'after-write-ahead');
    await house.pause(integration);
    await stopped.resume();
    expect(await house.integration(integration)).toMatchObject({ status: 'paused', error_code: 'token_expired' });
    expect(await house.sweep()).toEqual([]);

    await house.faults({ expiredToken: false });
    await house.resume(integration);
    expect(await house.integration(integration)).toMatchObject({ status: 'needs_attention' });
    await house.drain();
    expect(await house.statuses()).toEqual({ processed: 1 });
  });
});
