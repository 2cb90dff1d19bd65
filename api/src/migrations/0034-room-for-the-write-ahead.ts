import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A row has three versions before the first can be swept away: accepted, claimed, written ahead. Batches overlap, so there
 * is always a statement under way that began before the claim was committed and still may see the first one. Half full, a
 * page has room for two: half of the write-aheads of 90,000 syncs moved to another page and wrote to every index, where a
 * third full one in a hundred does; table and indexes are a tenth larger in the end. And entries are never deleted, so
 * asking for the parent of each attempt and receipt, with a lock on the row that was just written, protects nothing.
 */
export class RoomForTheWriteAhead1764000000034 implements MigrationInterface {
  name = 'RoomForTheWriteAhead1764000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sync set (fillfactor = 33);
      alter table attempt drop constraint attempt_sync_id_fkey;
      alter table receipt drop constraint receipt_sync_id_fkey`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table receipt add foreign key (sync_id) references sync on delete cascade;
      alter table attempt add foreign key (sync_id) references sync on delete cascade;
      alter table sync set (fillfactor = 50)`);
  }
}
