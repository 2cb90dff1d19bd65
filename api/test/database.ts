import { createHash, randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createDataSource, migrate } from '../src/database.js';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));
/** One test file builds the template, the others wait for it. */
const TEMPLATE_LOCK = 4_711_002;

export interface TestDatabase {
  /** Connection string, as a superuser. */
  url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** A migrated, empty database of the caller's own: a copy of a template that is built once for these migrations. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = `iq_template_${hashOfSchema()}`;
  const name = `iq_test_${randomBytes(6).toString('hex')}`;
  await withAdmin(async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await admin.query('select from pg_database where datname = $1 and datistemplate', [template]);
    if (!rowCount) await buildTemplate(admin, template);
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
    await admin.query(`create database ${name} template ${template}`);
  });
  return {
    url: urlOf(name),
    drop: () => withAdmin(async (admin) => void (await admin.query(`drop database if exists ${name} with (force)`))),
  };
}

/** Connection string of an empty Redis database of the caller's own. Keys are apart; published messages are not. */
export async function testRedisUrl(): Promise<string> {
  const url = new URL(needed('TEST_REDIS_URL'));
  const redis = new Redis(url.href, { lazyConnect: true });
  try {
    await redis.connect();
    const [, available] = (await redis.config('GET', 'databases')) as [string, string];
    const taken = await redis.incr('test:databases');
    const index = 1 + (taken % (Number(available) - 1));
    await redis.select(index);
    await redis.flushdb();
    url.pathname = `/${index}`;
    return url.href;
  } finally {
    redis.disconnect();
  }
}

async function buildTemplate(admin: pg.Client, template: string): Promise<void> {
  // Left by a run that was ended half-way.
  await admin.query(`drop database if exists ${template} with (force)`);
  await admin.query(`create database ${template}`);
  const database = await createDataSource(urlOf(template), { poolSize: 2 }).initialize();
  try {
    await migrate(database);
  } finally {
    await database.destroy();
  }
  // Postgres copies no database that somebody is connected to: nobody may.
  await admin.query(`alter database ${template} with is_template true allow_connections false`);
}

function hashOfSchema(): string {
  const hash = createHash('sha256');
  for (const file of globSync(['database.ts', 'migrations/**/*'], { cwd: SOURCES }).sort()) {
    if (/\.\w+$/.test(file)) hash.update(file).update(readFileSync(SOURCES + file));
  }
  return hash.digest('hex').slice(0, 12);
}

async function withAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: needed('TEST_DATABASE_URL') });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(needed('TEST_DATABASE_URL'));
  url.pathname = `/${database}`;
  return url.href;
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with npm test or pnpm test.`);
  return value;
}
