import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createClient } from '@integration-queue/shared';
import pg from 'pg';
import { killGroup, startChild } from '../local/child.ts';
import { freePort } from '../local/ports.ts';
import type { BenchOptions } from './parts.ts';

/** The product as it runs for real: its own database, API and worker processes, and the practice CRM. */
export interface BenchHouse {
  client: ReturnType<typeof createClient>;
  apiUrl: string;
  apiKey: string;
  integrationId: string;
  crm: BenchCrm;
  database: pg.Pool;
  /** Of the API's process. */
  apiPid(): number;
  /** Kills the API's process as a crash would, and settles when another is ready. */
  killApi(): Promise<void>;
  close(): Promise<void>;
}

/** The practice CRM, which counts. */
export interface BenchCrm {
  url: string;
  setFaults(faults: Record<string, unknown>): Promise<void>;
  /** Records, effects on them, and calls by status since the last reset. */
  count(): Promise<{ records: number; effects: number; duplicates: number; calls: number; refusedCalls: number }>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** What the practice CRM is connected with. */
export const TOKEN = 'practice-token';
/** Who signs in where a person is needed. */
export const SIGN_IN = { email: 'bench@example.com', password: 'bench password' };
const JSON_HEADERS = { 'content-type': 'application/json' };

export async function openCrm({ root, folder }: BenchOptions): Promise<BenchCrm> {
  const child = await startChild({
    name: 'Practice CRM',
    command: process.execPath,
    args: [join(root, 'e2e/practice-crm/main.ts')],
    env: { PATH: process.env.PATH, PORT: '0', TOKEN },
    log: join(folder, 'crm.log'),
    answers: true,
  });
  const { url } = JSON.parse(await child.answer) as { url: string };
  const post = (method: string, path: string, body: unknown) =>
    fetch(url + path, { method, headers: JSON_HEADERS, body: JSON.stringify(body) });
  return {
    url,
    setFaults: async (faults) => void (await post('PUT', '/api/faults', faults)),
    reset: async () => void (await post('POST', '/api/reset', {})),
    async count() {
      const ledger = (await (await fetch(`${url}/api/ledger?limit=1`)).json()) as {
        calls: { total: number; byStatus: Record<string, number> };
        records: { created: number; updated: number };
        duplicateKeys: number;
      };
      const { calls, records, duplicateKeys } = ledger;
      return {
        records: records.created,
        effects: records.created + records.updated,
        duplicates: duplicateKeys,
        calls: calls.total,
        refusedCalls: calls.byStatus['429'] ?? 0,
      };
    },
    close: () => child.stop(),
  };
}

export async function openHouse(options: BenchOptions, crm: BenchCrm): Promise<BenchHouse> {
  const { root, folder } = options;
  const name = `bench_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client(options.databaseUrl);
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const databaseUrl = new URL(options.databaseUrl);
  databaseUrl.pathname = `/${name}`;
  const port = await freePort();
  const redisUrl = new URL(options.redisUrl);
  redisUrl.pathname = `/${1 + (randomBytes(2).readUInt16BE() % 900)}`;
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: databaseUrl.href,
    REDIS_URL: redisUrl.href,
    SECRET_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    ALLOWED_ADDRESSES: '127.0.0.0/8',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    REQUESTS_PER_MINUTE: '0',
    LOG_LEVEL: 'warn',
  };
  const start = (role: string, file: string, args: string[] = [], answers = false) =>
    startChild({
      name: role,
      command: process.execPath,
      args: [join(root, 'api/dist', file), ...args],
      env: role === 'setup' ? env : { ...env, ROLE: role },
      log: join(folder, `${role}.log`),
      answers,
    });
  const setup = await start(
    'setup',
    'setup.js',
    [
      ...['--email', SIGN_IN.email, '--password', SIGN_IN.password],
      ...['--practice-crm-url', crm.url, '--practice-crm-token', TOKEN],
    ],
    true,
  );
  const { apiKey, integrationId } = JSON.parse(await setup.answer) as { apiKey: string; integrationId: string };
  let api = await start('api', 'main.js');
  const worker = await start('worker', 'main.js');
  await untilReady(env.PUBLIC_URL);
  const database = new pg.Pool({ connectionString: databaseUrl.href, max: 4 });
  return {
    client: createClient({ url: env.PUBLIC_URL, token: apiKey, timeout: 120_000 }),
    apiUrl: env.PUBLIC_URL,
    apiKey,
    integrationId,
    crm,
    database,
    apiPid: () => api.pid,
    async killApi() {
      killGroup(api.pid);
      await api.ended;
      api = await start('api', 'main.js');
      await untilReady(env.PUBLIC_URL);
    },
    async close() {
      await database.end();
      await Promise.all([api.stop(), worker.stop()]);
    },
  };
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await fetch(`${url}/health/ready`).catch(() => null))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The API did not become ready');
}

/** Inline companies, `size` a call; without a domain the CRM need not be searched first. */
export function companies(from: number, size: number, prefix = 'company') {
  return Array.from({ length: size }, (_, index) => ({
    name: `${prefix} ${from + index}`,
    externalId: `${prefix}-${from + index}`,
    employees: from + index,
    city: 'Köln',
    industry: 'Software',
  }));
}

/** Sends companies by the thousand; settles when all are accepted. */
export async function send(house: BenchHouse, integrationId: string, count: number, prefix: string): Promise<void> {
  for (let from = 0; from < count; from += 1000) {
    const items = companies(from, Math.min(1000, count - from), prefix).map((company) => ({ integrationId, company }));
    const { results } = await house.client.createSyncs(items);
    const refused = results.find(({ status }) => status !== 'accepted');
    if (refused) throw new Error(`Not accepted: ${JSON.stringify(refused)}`);
  }
}

/**
 * Settles when nothing is pending or processing. Asked for the row that is due last, which stands until nearly all are
 * done: what died since the last sweep lies before it in the index, and to pass it took a twentieth of Postgres' time.
 */
export async function drained(house: BenchHouse): Promise<void> {
  for (;;) {
    const { rows } = await house.database.query(
      `select 1 from integration i where coalesce(
         (select s.id from sync s where s.integration_id = i.id and s.status = 'pending'
          order by s.run_at desc, s.id desc limit 1),
         (select s.id from sync s where s.integration_id = i.id and s.status = 'processing' limit 1)) is not null`,
    );
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Does now what Postgres would do by itself in the next minute, when it would take a core from what is measured. */
export async function tidy(database: BenchHouse['database']): Promise<void> {
  await database.query('vacuum analyze');
  await database.query('checkpoint');
}
