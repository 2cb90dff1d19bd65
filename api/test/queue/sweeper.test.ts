import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Provider } from '@integration-queue/shared/vocabulary';
import { Sweeper } from '../../src/queue/sweeper.js';
import { House } from './house.js';
import { KeptRings } from './kept-rings.js';

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

describe('rows of a holder that died', () => {
  test('are taken back when their lease has run out, not before', async () => {
    const id = await house.send(integration);
    await house.tickKilledAt(integration, 'after-claim');
    await house.sweep();
    expect(await house.sync(id)).toMatchObject({ status: 'processing' });

    await house.expireLeases();
    expect(await house.sweep()).toEqual([integration]);
    expect(await house.sync(id)).toMatchObject({
      status: 'pending',
      reason: 'retrying',
      attempts: 1,
      claim: null,
      maybe_sent: false,
    });
    await house.drain();
    expect(await house.outcomes(id)).toEqual(['interrupted', 'processed']);
  });

  test('end in error where they bring down every holder', async () => {
    const id = await house.send(integration);
    for (let attempt = 1; attempt <= 10; attempt++) {
      await house.tickKilledAt(integration, 'after-write-ahead');
      await house.expireLeases();
      await house.sweep();
    }
    expect(await house.sync(id)).toMatchObject({ status: 'error', error_code: 'gave_up', attempts: 10 });
    await house.retry(id);
    await house.drain();
    expect(await house.sync(id)).toMatchObject({ status: 'processed' });
    expect((await house.records()).map(({ writes }) => writes)).toEqual([1]);
  });

  test('are announced', async () => {
    const id = await house.send(integration);
    await house.tickKilledAt(integration, 'after-claim');
    await house.expireLeases();
    const changes = await house.listen(async () => void (await house.sweep()));
    expect(changes).toContainEqual(expect.objectContaining({ integrationId: integration, syncIds: [id] }));
  });
});

describe('rings', () => {
  test('go to those that have something due, and to nobody else', async () => {
    const [idle, held, paused, blocked] = [
      await house.connect(),
      await house.connect(),
      await house.connect(),
      await house.connect(),
    ];
    await house.send(integration);
    await house.send(held, { holdSeconds: 60 });
    for (const id of [paused, blocked]) await house.send(id);
    await house.pause(paused);
    await house.database.query(`update integration set blocked_until = now() + interval '1 minute' where id = $1`, [
      blocked,
    ]);
    const rung = await house.sweep();
    expect(rung).toEqual([integration]);
    expect(rung).not.toContain(idle);
  });

  test('go to one that needs attention when its next probe is due', async () => {
    await house.send(integration);
    await house.faults({ expiredToken: true });
    await house.tick(integration);
    expect(await house.sweep()).toEqual([]);
    await house.database.query('update integration set probe_at = now()');
    expect(await house.sweep()).toEqual([integration]);
  });

  test('are not heaped up where the line is long already', async () => {
    class LongLine extends KeptRings {
      override async waiting(_: Provider): Promise<number> {
        return 2;
      }
    }
    const other = await house.connect();
    for (const id of [integration, other]) await house.send(id);
    const doorbell = new LongLine();
    await new Sweeper(house.database, doorbell).sweep();
    expect(doorbell.rung).toEqual([]);

    const third = await house.connect();
    await house.send(third);
    await new Sweeper(house.database, doorbell).sweep();
    expect(doorbell.rung.toSorted()).toEqual([integration, other, third].toSorted());
  });
});

test('any number of processes may sweep at once', async () => {
  const companies = await house.sendMany(integration, 40);
  for (const waitsFor of companies) {
    const { company_id: companyId } = await house.sync(waitsFor);
    await house.send(integration, { companyId, task: { subject: 'Call' }, waitsFor });
  }
  await house.delete(...companies);
  await Promise.all(Array.from({ length: 8 }, () => house.sweep()));
  expect(await house.statuses()).toEqual({ deleted: 40, error: 40 });
});
