import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who waits for a sync is found by that alone. With its status in the index and in the question, any index of pending rows
 * would do as well, and to a planner that has seen a drained table they are all empty: each settlement of 100 rows then
 * read all 9,000 that were pending, 100 times over (5.7 s).
 */
export class WaitsByWhatTheyWaitFor1764000000035 implements MigrationInterface {
  name = 'WaitsByWhatTheyWaitFor1764000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index sync_waits;
      create index sync_waits on sync (waits_for) where waits_for is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index sync_waits;
      create index sync_waits on sync (waits_for) where waits_for is not null and status = 'pending'`);
  }
}
