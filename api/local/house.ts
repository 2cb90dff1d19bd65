import { join } from 'node:path';
import { type Access, AccessFile } from './access.ts';
import { type Child, lastLines, startChild } from './child.ts';
import { LOCAL_DIR, ROOT } from './folders.ts';
import { Kept, type Service } from './kept.ts';
import type { Leftovers } from './leftovers.ts';
import { rememberedPort } from './ports.ts';
import { ensureDatabase, OUR_DATABASE, startPostgres } from './postgres.ts';
import { practiceApps } from './practice-apps.ts';
import { startRedis } from './redis.ts';
import { Refusal, timed } from './say.ts';
import { keepApiKey, type Secrets } from './secrets.ts';

const READY_WITHIN_MS = 90_000;
/** Whoever dies this often before it was ready once will not become ready. */
const MOST_DEATHS = 3;

/** Node keeps what it compiled: a quarter less to compute at every start but the first. */
const QUICKER_START = { NODE_COMPILE_CACHE: join(LOCAL_DIR, 'compile-cache') };

export interface HouseOptions {
  port: number;
  practiceCrmPort: number;
  secrets: Secrets;
  leftovers: Leftovers;
}

/** Everything `npm start` runs: started by need, stopped in the reverse order, each one started again if it dies. */
export class House {
  readonly #options: HouseOptions;
  readonly #access: AccessFile;
  /** In the order of their start; those of one stage are stopped together. */
  readonly #stages: Promise<Kept>[][] = [];
  #stopping = false;

  constructor(options: HouseOptions) {
    this.#options = options;
    const { port, practiceCrmPort, secrets } = options;
    this.#access = new AccessFile({
      ready: false,
      apiUrl: `http://127.0.0.1:${port}`,
      practiceCrmUrl: `http://127.0.0.1:${practiceCrmPort}`,
      email: secrets.email,
      password: secrets.password,
      apiKey: secrets.apiKey,
      integrationId: '',
      extension: {
        chrome: join(ROOT, 'extension', '.output', 'chrome-mv3'),
        firefox: join(ROOT, 'extension', '.output', 'firefox-mv3'),
      },
      pids: { api: [], worker: [], postgres: 0, redis: 0, practiceCrm: 0 },
    });
  }

  /** Starts everything and answers how it is reached, once all of it is ready. */
  async start(): Promise<Access> {
    const ports = { postgres: await rememberedPort('postgres'), redis: await rememberedPort('redis') };
    const [databaseUrl, redisUrl] = await Promise.all([
      timed('Postgres', () => this.#startPostgres(ports.postgres)),
      timed('Redis', () => this.#startRedis(ports.redis)),
      timed('Practice CRM', () => this.#startPracticeCrm()),
    ]);
    const env = this.#environment(databaseUrl, redisUrl);
    // Whoever of them comes first migrates the database, the others wait for it.
    await Promise.all([
      timed('Workspace, admin, connected practice CRM', () => this.#setUp(env)),
      timed('API and worker', () => this.#startApiAndWorker(env)),
    ]);
    return this.#access.update({ ready: true });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#access.update({ ready: false });
    for (const stage of this.#stages.toReversed()) {
      await Promise.all(stage.map((kept) => kept.then((one) => one.stop()).catch(() => undefined)));
    }
  }

  async #startPostgres(port: number): Promise<string> {
    let url = '';
    await this.#keep({
      name: 'Postgres',
      start: async () => {
        const postgres = await startPostgres({
          dataDir: join(LOCAL_DIR, 'postgres'),
          port,
          password: this.#options.secrets.postgresPassword,
          log: logOf('postgres'),
        });
        url = postgres.url;
        return postgres;
      },
      onPid: (pid) => this.#access.updatePids({ postgres: pid }),
    });
    return ensureDatabase(url, OUR_DATABASE);
  }

  async #startRedis(port: number): Promise<string> {
    const password = this.#options.secrets.redisPassword;
    await this.#keep({
      name: 'Redis',
      start: () => startRedis({ dataDir: join(LOCAL_DIR, 'redis'), port, password, log: logOf('redis') }),
      onPid: (pid) => this.#access.updatePids({ redis: pid }),
    });
    return `redis://:${password}@127.0.0.1:${port}`;
  }

  async #startPracticeCrm(): Promise<void> {
    const { practiceCrmPort, secrets } = this.#options;
    await this.#keep({
      name: 'Practice CRM',
      start: async () => {
        const child = await startChild({
          name: 'The practice CRM',
          command: process.execPath,
          args: ['--disable-warning=ExperimentalWarning', join(ROOT, 'e2e', 'practice-crm', 'main.ts')],
          env: {
            ...process.env,
            ...QUICKER_START,
            PORT: String(practiceCrmPort),
            HOST: '127.0.0.1',
            DATA_DIR: join(LOCAL_DIR, 'practice-crm'),
            TOKEN: secrets.practiceCrmToken,
          },
          log: logOf('practice-crm'),
          answers: true,
        });
        if (!(await child.answer))
          throw new Refusal(`The practice CRM did not start:\n${lastLines(logOf('practice-crm'))}`);
        return child;
      },
      onPid: (pid) => this.#access.updatePids({ practiceCrm: pid }),
    });
  }

  #environment(databaseUrl: string, redisUrl: string): NodeJS.ProcessEnv {
    const { port, practiceCrmPort, secrets } = this.#options;
    return {
      ...process.env,
      ...practiceApps(process.env, `http://127.0.0.1:${practiceCrmPort}`),
      NODE_ENV: 'production',
      ...QUICKER_START,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: process.env.PUBLIC_URL || `http://127.0.0.1:${port}`,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      SECRET_KEYS: secrets.secretKeys,
      // The practice CRM, and whatever CRM a developer runs on this machine.
      ALLOWED_ADDRESSES: '127.0.0.0/8,::1/128',
      LOG_LEVEL: process.env.LOG_LEVEL || 'info',
    };
  }

  /** Migrates the database and makes what is missing in it; safe to run at every start. */
  async #setUp(env: NodeJS.ProcessEnv): Promise<void> {
    const { practiceCrmPort, secrets } = this.#options;
    const child = await this.#run('setup', env, [
      ...['--email', secrets.email, '--password', secrets.password],
      ...['--practice-crm-url', `http://127.0.0.1:${practiceCrmPort}`],
      ...['--practice-crm-token', secrets.practiceCrmToken],
      ...['--api-key', secrets.apiKey],
    ]);
    const answer = await child.answer;
    const how = await child.ended;
    if (how !== 'exit code 0' || !answer) {
      throw new Refusal(`Setting up the first workspace failed (${how}):\n${lastLines(logOf('setup'))}`);
    }
    const { apiKey, integrationId } = JSON.parse(answer) as Pick<Access, 'apiKey' | 'integrationId'>;
    keepApiKey(secrets, apiKey);
    this.#access.update({ apiKey, integrationId });
  }

  async #startApiAndWorker(env: NodeJS.ProcessEnv): Promise<void> {
    const stage: Promise<Kept>[] = [];
    const roles = (['api', 'worker'] as const).map((role) =>
      this.#keep(
        {
          name: role === 'api' ? 'API' : 'Worker',
          start: () => this.#run('main', { ...env, ROLE: role }, [], role),
          onPid: (pid) => this.#access.updatePids({ [role]: pid ? [pid] : [] }),
        },
        stage,
      ),
    );
    const [api, worker] = await Promise.all(roles);
    if (api && worker) await becomesReady(`http://127.0.0.1:${this.#options.port}/health/ready`, { api, worker });
  }

  #run(program: 'main' | 'setup', env: NodeJS.ProcessEnv, args: string[], role = program as string): Promise<Child> {
    return startChild({
      name: role,
      command: process.execPath,
      args: ['--enable-source-maps', join(ROOT, 'api', 'dist', `${program}.js`), ...args],
      env,
      log: logOf(role),
      answers: program === 'setup',
      // Longer than a call to a CRM may take: what is on its way is settled before the worker goes.
      stopWithinMs: 40_000,
    });
  }

  /** Starts a service that is kept alive, and remembers it for the stop and for whoever must clean up after us. */
  #keep(service: Service, stage: Promise<Kept>[] = []): Promise<Kept> {
    if (this.#stopping) throw new Refusal('Stopped.');
    const kept = Kept.start({
      ...service,
      onPid: (pid) => {
        if (pid) this.#options.leftovers.add(service.name, pid);
        service.onPid(pid);
      },
    });
    if (!stage.length) this.#stages.push(stage);
    stage.push(kept);
    return kept;
  }
}

async function becomesReady(url: string, roles: Record<'api' | 'worker', Kept>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    for (const [role, kept] of Object.entries(roles)) {
      if (kept.deaths < MOST_DEATHS && Date.now() < deadline) continue;
      throw new Refusal(
        `The ${role} does not become ready. The end of its log, ${logOf(role)}:\n${lastLines(logOf(role))}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function logOf(name: string): string {
  return join(LOCAL_DIR, 'logs', `${name}.log`);
}
