import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createClient } from '@integration-queue/shared';
import pg from 'pg';
import { freePort } from '../../api/local/ports.ts';
import { OAUTH_CLIENT } from '../practice-crm/oauth.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EMAIL = 'admin@example.com';
const PASSWORD = 'correct horse battery';
/** CRMs that are connected by OAuth; the practice CRM's dialects stand in for them. */
export const OAUTH_CRMS = ['hubspot', 'salesforce', 'pipedrive'] as const;

/** Everything a browser test runs against: the practice CRM, and one process with API and workers, on a database of their own. */
export interface House {
  apiUrl: string;
  practiceCrmUrl: string;
  email: string;
  password: string;
  apiKey: string;
  integrationId: string;
  api: ReturnType<typeof createClient>;
  /** Sets the practice CRM's faults; what is not named stays. */
  setFaults(faults: Record<string, unknown>): Promise<void>;
  /** JSON of the practice CRM's control API, like `/api/ledger`. */
  crm<T>(path: string): Promise<T>;
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a house. Needs `TEST_DATABASE_URL` and `TEST_REDIS_URL`, which `npm test` sets. */
export async function openHouse(): Promise<House> {
  const adminUrl = needed('TEST_DATABASE_URL');
  const database = `iq_e2e_${randomBytes(4).toString('hex')}`;
  const databaseMade = asAdmin(adminUrl, `create database ${database}`);
  const databaseUrl = new URL(adminUrl);
  databaseUrl.pathname = `/${database}`;
  const crm = await startProcess('e2e/practice-crm/main.ts', { PORT: '0' });
  const practiceCrmUrl = (JSON.parse(await crm.firstLine) as { url: string }).url;
  await databaseMade;
  const port = await freePort();
  const env = {
    DATABASE_URL: databaseUrl.href,
    REDIS_URL: redisUrl(),
    SECRET_KEYS: `test:${randomBytes(32).toString('base64')}`,
    ALLOWED_ADDRESSES: '127.0.0.0/8,::1/128',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    ...oauthApps(practiceCrmUrl),
  };
  const setup = await startProcess('api/dist/setup.js', env, [
    ...['--email', EMAIL, '--password', PASSWORD],
    ...['--practice-crm-url', practiceCrmUrl, '--practice-crm-token', 'practice-token', '--api-key', ''],
  ]);
  const made = JSON.parse(await setup.firstLine) as { apiKey: string; integrationId: string };
  const startApi = async () => {
    api = await startProcess('api/dist/main.js', env);
    await ready(`${env.PUBLIC_URL}/health/ready`);
  };
  let api: Running;
  await startApi();
  return {
    apiUrl: env.PUBLIC_URL,
    practiceCrmUrl,
    email: EMAIL,
    password: PASSWORD,
    ...made,
    api: createClient({ url: env.PUBLIC_URL, token: made.apiKey }),
    async setFaults(faults) {
      const body = JSON.stringify(faults);
      const answer = await fetch(`${practiceCrmUrl}/api/faults`, {
        method: 'PUT',
        body,
        headers: { 'content-type': 'application/json' },
      });
      if (!answer.ok) throw new Error(`The practice CRM did not take the faults: ${await answer.text()}`);
    },
    crm: async <T>(path: string) => (await (await fetch(practiceCrmUrl + path)).json()) as T,
    stopApi: () => api.stop(),
    startApi,
    async close() {
      await Promise.all([api.stop(), crm.stop()]);
      await asAdmin(adminUrl, `drop database ${database} with (force)`);
    },
  };
}

/** A Redis database that no other house uses at the same time: Playwright numbers what runs side by side. */
function redisUrl(): string {
  const url = new URL(needed('TEST_REDIS_URL'));
  url.pathname = `/${1 + Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)}`;
  return url.href;
}

/** Our apps at the stand-ins, as the API's environment names them. */
function oauthApps(practiceCrmUrl: string): Record<string, string> {
  const parts = OAUTH_CRMS.flatMap((crm) => [
    [`OAUTH_${crm.toUpperCase()}_CLIENT_ID`, OAUTH_CLIENT.id],
    [`OAUTH_${crm.toUpperCase()}_CLIENT_SECRET`, OAUTH_CLIENT.secret],
    [`OAUTH_${crm.toUpperCase()}_BASE_URL`, `${practiceCrmUrl}/${crm}`],
  ]);
  return Object.fromEntries(parts) as Record<string, string>;
}

interface Running {
  firstLine: Promise<string>;
  stop(): Promise<void>;
}

async function startProcess(file: string, env: Record<string, string>, args: string[] = []): Promise<Running> {
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child, 'spawn');
  const lines = createInterface({ input: child.stdout });
  const firstLine = new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it said anything`)));
  });
  firstLine.catch(() => undefined);
  return { firstLine, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function ready(url: string): Promise<void> {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not become ready`);
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the browser tests with "npm test e2e"`);
  return value;
}
