import { expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { Connector, Found, Lookup } from '../../src/crm/connector.js';
import { serverFailed } from '../../src/crm/failures.js';
import { LookingUp } from '../../src/queue/looking-up.js';
import type { ClaimedSync } from '../../src/queue/sql/claim.js';

/** A row that may be in the CRM already. */
const doubtful = (recordKey: string) =>
  ({ object: 'company', recordKey, companyDomain: null, maybeSent: true, crmId: null }) as ClaimedSync;

test('a question that comes while another one’s call fails is asked all the same', async () => {
  const asked: string[] = [];
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const find = async (lookups: Lookup[]): Promise<Found[]> => {
    asked.push(...lookups.map(({ key }) => key));
    await arrived;
    if (asked.length === 1) throw serverFailed({ httpStatus: 500 });
    return lookups.map(({ key }) => ({ key, by: 'key', records: [{ id: `of ${key}`, key, properties: {} }] }));
  };
  const connector = {
    limits: { lookup: 1, deadlineMs: 10_000 },
    find: (_: string, lookups: Lookup[]) => find(lookups),
  } as unknown as Connector;
  // One look-up a call: nothing is asked ahead, so the database is not asked either.
  const lookingUp = new LookingUp(undefined as unknown as DataSource, connector, 'integration', (call) => call());

  const first = lookingUp.find([doubtful('first')], []);
  const failed = first.catch((error: unknown) => error);
  // The call of the first is on its way before the second comes.
  await Promise.resolve();
  while (asked.length === 0) await Promise.resolve();
  const second = lookingUp.find([doubtful('second')], []);
  arrive();
  expect(await failed).toMatchObject({ kind: 'transient' });
  expect((await second).found.get('second')).toMatchObject({ by: 'key', records: [{ id: 'of second' }] });
});
