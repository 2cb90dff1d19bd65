import { DataSource, type DataSourceOptions } from 'typeorm';
import { FirstHouse1764000000001 } from './migrations/0001-first-house.js';
import { UnknownOutcomes1764000000002 } from './migrations/0002-unknown-outcomes.js';
import { ImportLines1764000000003 } from './migrations/0003-import-lines.js';
import { OAuthStates1764000000004 } from './migrations/0004-oauth-states.js';
import { Issues1764000000005 } from './migrations/0005-issues.js';
import { MarkedEntries1764000000006 } from './migrations/0006-marked-entries.js';
import { MatchChoices1764000000007 } from './migrations/0007-match-choices.js';
import { Visits1764000000008 } from './migrations/0008-visits.js';
import { SchemaChecks1764000000009 } from './migrations/0009-schema-checks.js';
import { Triggers1764000000010 } from './migrations/0010-triggers.js';
import { SendingRules1764000000011 } from './migrations/0011-sending-rules.js';
import { IntegrationOutlook1764000000012 } from './migrations/0012-integration-outlook.js';
import { LighterWrites1764000000013 } from './migrations/0013-lighter-writes.js';
import { ItemKeys1764000000014 } from './migrations/0014-item-keys.js';
import { PinnedMappings1764000000015 } from './migrations/0015-pinned-mappings.js';
import { Webhooks1764000000016 } from './migrations/0016-webhooks.js';
import { Exchanges1764000000017 } from './migrations/0017-exchanges.js';
import { Alerts1764000000018 } from './migrations/0018-alerts.js';
import { KeyRotation1764000000019 } from './migrations/0019-key-rotation.js';
import { LongImports1764000000020 } from './migrations/0020-long-imports.js';
import { KeptSchemas1764000000021 } from './migrations/0021-kept-schemas.js';
import { RecordsByCrmId1764000000022 } from './migrations/0022-records-by-crm-id.js';
import { SkippedEntries1764000000023 } from './migrations/0023-skipped-entries.js';
import { Senders1764000000024 } from './migrations/0024-senders.js';
import { ImportFingerprints1764000000025 } from './migrations/0025-import-fingerprints.js';
import { IssuesLastSeen1764000000026 } from './migrations/0026-issues-last-seen.js';
import { MappingKeys1764000000027 } from './migrations/0027-mapping-keys.js';
import { KeyClaims1764000000028 } from './migrations/0028-key-claims.js';
import { RecordsByCrmIdFirst1764000000031 } from './migrations/0031-records-by-crm-id-first.js';
import { IssuesByCause1764000000032 } from './migrations/0032-issues-by-cause.js';
import { AlertTests1764000000033 } from './migrations/0033-alert-tests.js';
import { RoomForTheWriteAhead1764000000034 } from './migrations/0034-room-for-the-write-ahead.js';
import { WaitsByWhatTheyWaitFor1764000000035 } from './migrations/0035-waits-by-what-they-wait-for.js';

/** Every change of the database, oldest first. */
const MIGRATIONS = [
  FirstHouse1764000000001,
  UnknownOutcomes1764000000002,
  ImportLines1764000000003,
  OAuthStates1764000000004,
  Issues1764000000005,
  MarkedEntries1764000000006,
  MatchChoices1764000000007,
  Visits1764000000008,
  SchemaChecks1764000000009,
  Triggers1764000000010,
  SendingRules1764000000011,
  IntegrationOutlook1764000000012,
  LighterWrites1764000000013,
  ItemKeys1764000000014,
  PinnedMappings1764000000015,
  Webhooks1764000000016,
  Exchanges1764000000017,
  Alerts1764000000018,
  KeyRotation1764000000019,
  LongImports1764000000020,
  KeptSchemas1764000000021,
  RecordsByCrmId1764000000022,
  SkippedEntries1764000000023,
  Senders1764000000024,
  ImportFingerprints1764000000025,
  IssuesLastSeen1764000000026,
  MappingKeys1764000000027,
  KeyClaims1764000000028,
  RecordsByCrmIdFirst1764000000031,
  IssuesByCause1764000000032,
  AlertTests1764000000033,
  RoomForTheWriteAhead1764000000034,
  WaitsByWhatTheyWaitFor1764000000035,
];

/** Any number no other program takes in this database: one process migrates, the others wait for it. */
const MIGRATION_LOCK = 4_711_001;

export interface PoolOptions {
  /** Most connections of this process. */
  poolSize?: number;
  /** Milliseconds until Postgres ends a statement: a queue table must never be held for long. */
  statementTimeoutMs?: number;
}

/** The data source of one process. No entity is synchronised: the migrations are the schema. */
export function createDataSource(url: string, pool: PoolOptions = {}): DataSource {
  return new DataSource(dataSourceOptions(url, pool));
}

/** How `createDataSource` connects. */
export function dataSourceOptions(
  url: string,
  { poolSize = 10, statementTimeoutMs = 30_000 }: PoolOptions = {},
): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    synchronize: false,
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'each',
    poolSize,
    extra: {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: 10_000,
      application_name: 'integration-queue',
      // The queue's prepared statements are planned for each call, as all others are: a kept plan is that of a younger table.
      options: '-c plan_cache_mode=force_custom_plan',
    },
  };
}

/** Brings the schema up to date. Safe to call from any number of processes at once. */
export async function migrate(database: DataSource): Promise<void> {
  await using runner = database.createQueryRunner();
  await runner.query(`set statement_timeout = 0; set lock_timeout = '60s'`);
  await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await database.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.query('reset statement_timeout; reset lock_timeout');
  }
}
