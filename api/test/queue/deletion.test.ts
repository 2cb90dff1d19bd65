import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { House } from './house.js';

let house: House;
let integration: string;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.clear();
  integration = await house.connect();
});

const writes = async () => (await house.records()).map((record) => record.writes);

test('what is deleted while it waits is not sent, and is sent once after a restore', async () => {
  const id = await house.send(integration);
  expect(await house.delete(id)).toEqual(['deleted']);
  await house.drain();
  expect(await house.records()).toEqual([]);

  expect(await house.restore(id)).toBe('restored');
  await house.drain();
  expect(await house.sync(id)).toMatchObject({ status: 'processed' });
  expect(await writes()).toEqual([1]);
});

test('what is held for an undo is not sent before its time', async () => {
  const id = await house.send(integration, { holdSeconds: 60 });
  expect(await house.tick(integration)).toMatchObject({ settled: 0 });
  expect(await house.sync(id)).toMatchObject({ status: 'pending', reason: 'held' });
  expect(await house.delete(id)).toEqual(['deleted']);
  await house.drain();
  expect(await house.records()).toEqual([]);
});

describe('a delete while the entry is processing', () => {
  test.each(['after-claim', 'after-lookup'] as const)('%s is honoured: it has not left', async (point) => {
    const [id, other] = await house.sendMany(integration, 2);
    const stopped = await house.tickStoppedAt(integration, point);
    expect(await house.delete(id!)).toEqual(['cancelling']);
    await stopped.resume();

    expect(await house.sync(id!)).toMatchObject({ status: 'deleted', cancel_requested: false, claim: null });
    expect(await house.sync(other!)).toMatchObject({ status: 'processed' });
    expect(await writes()).toEqual([1]);
    expect(await house.restore(id!)).toBe('restored');
    await house.drain();
    expect(await writes()).toEqual([1, 1]);
  });

  test.each(['after-write-ahead', 'after-send'] as const)('%s comes too late, and the entry says so', async (point) => {
    const id = await house.send(integration);
    const stopped = await house.tickStoppedAt(integration, point);
    expect(await house.delete(id)).toEqual(['cancelling']);
    await stopped.resume();
    expect(await house.sync(id)).toMatchObject({ status: 'processed', cancel_requested: false });
    expect(await house.delete(id)).toEqual(['sync_already_processed']);
    expect(await writes()).toEqual([1]);
  });

  test('is taken back by a restore in time', async () => {
    const id = await house.send(integration);
    const stopped = await house.tickStoppedAt(integration, 'after-claim');
    await house.delete(id);
    expect(await house.restore(id)).toBe('restored');
    await stopped.resume();
    expect(await house.sync(id)).toMatchObject({ status: 'processed' });
  });

  test('that the CRM then refuses ends deleted, not in error', async () => {
    const id = await house.send(integration, { company: { name: 'x'.repeat(300) } });
    const stopped = await house.tickStoppedAt(integration, 'after-send');
    await house.delete(id);
    await stopped.resume();
    expect(await house.sync(id)).toMatchObject({ status: 'deleted' });
    expect(await house.records()).toEqual([]);
  });

  test.each(['after-claim', 'after-lookup'] as const)('%s is honoured also where its holder dies', async (point) => {
    const id = await house.send(integration);
    await house.tickKilledAt(integration, point);
    await house.delete(id);
    await house.expireLeases();
    await house.drain();
    expect(await house.sync(id)).toMatchObject({ status: 'deleted' });
    expect(await house.records()).toEqual([]);
  });
});

describe('a delete of an entry whose outcome is unknown', () => {
  test('is honoured where the CRM does not have it', async () => {
    const id = await house.send(integration);
    await house.tickKilledAt(integration, 'after-write-ahead');
    await house.expireLeases();
    await house.sweep();
    expect(await house.delete(id)).toEqual(['cancelling']);
    await house.drain();
    expect(await house.sync(id)).toMatchObject({ status: 'deleted', maybe_sent: false });
    expect(await house.records()).toEqual([]);
  });

  test('tells the truth where the CRM has it', async () => {
    const id = await house.send(integration);
    await house.faults({ loseAnswerRate: 1 });
    await house.tick(integration);
    expect(await house.delete(id)).toEqual(['cancelling']);
    await house.faults({ loseAnswerRate: 0 });
    await house.drain();
    expect(await house.sync(id)).toMatchObject({ status: 'processed', cancel_requested: false });
    expect(await writes()).toEqual([1]);
  });

  test('is honoured until it leaves again: it was looked up, and is not there', async () => {
    const id = await house.send(integration);
    await house.tickKilledAt(integration, 'after-write-ahead');
    await house.expireLeases();
    await house.sweep();
    const stopped = await house.tickStoppedAt(integration, 'after-lookup');
    expect(await house.delete(id)).toEqual(['cancelling']);
    await stopped.resume();
    expect(await house.sync(id)).toMatchObject({ status: 'deleted', maybe_sent: false });
    expect(await house.records()).toEqual([]);
  });
});
