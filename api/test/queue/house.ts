import type { Company } from '@integration-queue/shared/company';
import type { MappingRow } from '@integration-queue/shared/mapping';
import { type Provider, SYNC_OBJECTS, type SyncObject } from '@integration-queue/shared/vocabulary';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { startPracticeCrm, type PracticeCrm } from '../../../e2e/practice-crm/server.ts';
import { AddressGuard } from '../../src/crm/address-guard.js';
import { CrmHttp } from '../../src/crm/http.js';
import { crmProvider } from '../../src/crm/providers.js';
import { createDataSource } from '../../src/database.js';
import type { OAuthEnv } from '../../src/env.js';
import { Vault } from '../../src/ops/vault.js';
import { OAuthApps } from '../../src/integrations/oauth/oauth-apps.js';
import { TokenEndpoint } from '../../src/integrations/oauth/token-endpoint.js';
import { Tokens } from '../../src/integrations/tokens.js';
import type { StoredConnection } from '../../src/queue/connectors.js';
import { pauseIntegration, resumeIntegration } from '../../src/integrations/health.js';
import type { CrashPoint, ReachPoint } from '../../src/queue/crash-points.js';
import { Sweeper } from '../../src/queue/sweeper.js';
import { tick, type TickResult } from '../../src/queue/tick.js';
import { deleteSyncs } from '../../src/syncs/sql/delete-syncs.js';
import { restoreSync } from '../../src/syncs/sql/restore-sync.js';
import { retrySyncs } from '../../src/syncs/sql/retry-syncs.js';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { accept, type Send } from './accepting.js';
import { HouseView, RECORD_CHANGES } from './house-view.js';
import { KeptRings } from './kept-rings.js';
import { TunedConnectors } from './tuned-connectors.js';

/** What seals the credentials of the integrations under test. */
export const SECRET_KEYS = `test:${Buffer.alloc(32, 7).toString('base64')}`;
/** Rounds of sweeping and ticking after which a queue counts as one that never comes to rest. */
const MOST_ROUNDS = 200;
/** Long enough that a tick ends when nothing is due, however slow the machine. */
const SLICE_MS = 60_000;

/** What ends a tick as SIGKILL ends a process. */
class Killed extends Error {}

/** A tick that stands still in the middle. */
export interface StoppedTick {
  resume(): Promise<TickResult>;
}

/** A queue to test: a database of its own, a practice CRM, and ticks that run when the test says so. */
export class House extends HouseView {
  readonly workspaceId = uuidv7();
  /** Our apps at vendors, for a test to fill. */
  readonly oauth: OAuthEnv = {};
  private readonly http = new CrmHttp(new AddressGuard(['127.0.0.0/8']));
  readonly vault = new Vault(SECRET_KEYS);
  readonly connectors = new TunedConnectors(this.vault, this.http, this.newTokens());
  private readonly stopping = new AbortController().signal;

  private constructor(
    private readonly owned: TestDatabase,
    database: DataSource,
    crm: PracticeCrm,
  ) {
    super(database, crm, owned.url);
  }

  static async open(): Promise<House> {
    const [owned, crm] = await Promise.all([createTestDatabase(), startPracticeCrm()]);
    const house = new House(owned, await createDataSource(owned.url).initialize(), crm);
    await house.database.query(RECORD_CHANGES);
    await house.database.query('insert into workspace (id, name) values ($1, $2)', [house.workspaceId, 'Test']);
    return house;
  }

  /** As it was opened: nothing accepted, nothing in the CRM. Much faster than a house of its own for every test. */
  async clear(): Promise<void> {
    await this.expectListedChanges();
    this.connectors.tuning = {};
    await fetch(`${this.crm.url}/api/reset`, { method: 'POST' });
    await this.database.query(
      'truncate integration, company, sync, sync_count, sync_count_delta, status_change, audit_log cascade',
    );
  }

  async close(): Promise<void> {
    await this.expectListedChanges();
    await this.database.destroy();
    await this.crm.close();
    await this.owned.drop();
  }

  /** Whatever a test is about, no row of it may change in a way the list of transitions does not know. */
  private async expectListedChanges(): Promise<void> {
    const unlisted = await this.unlistedChanges();
    if (unlisted.length > 0) throw new Error(`These changes of status are not listed: ${unlisted.join(', ')}`);
  }

  /**
   * A connected practice CRM, in its own dialect unless `provider` says otherwise, with the default mapping of every object
   * unless `mappings` says otherwise.
   */
  async connect(
    options: {
      provider?: Provider;
      credentials?: Record<string, string>;
      settings?: Record<string, string>;
      mappings?: Partial<Record<SyncObject, MappingRow[] | null>>;
      workspaceId?: string;
    } = {},
  ): Promise<string> {
    const id = uuidv7();
    const { workspaceId = this.workspaceId, provider = 'practice' } = options;
    const settings = { baseUrl: this.crm.url, ...options.settings };
    const credentials = { token: this.crm.token, ...options.credentials };
    const sealed = this.vault.seal(credentials, { workspaceId, id });
    await this.database.query(
      `insert into integration (id, workspace_id, provider, name, settings, credentials)
       values ($1, $2, $3, 'Practice CRM', $4, $5)`,
      [id, workspaceId, provider, JSON.stringify(settings), sealed],
    );
    for (const object of SYNC_OBJECTS) {
      const rows =
        options.mappings?.[object] === undefined
          ? crmProvider(provider).defaultMapping(object)
          : options.mappings[object];
      if (rows) await this.saveMapping(id, object, rows);
    }
    return id;
  }

  /** Creates our fields in the account, as connecting it does. */
  async prepare(integrationId: string): Promise<void> {
    const [stored] = await this.database.query<StoredConnection[]>(
      `select id, workspace_id as "workspaceId", provider, settings, credentials, account from integration where id = $1`,
      [integrationId],
    );
    const { ready } = await this.connectors.of(stored!).prepare(new AbortController().signal);
    if (!ready) throw new Error('The account cannot be prepared');
  }

  /** Renewal of tokens as each worker process has its own. */
  newTokens(): Tokens {
    return new Tokens(this.database, this.vault, new OAuthApps(this.oauth), new TokenEndpoint(this.http));
  }

  async saveMapping(integrationId: string, object: SyncObject, rows: MappingRow[]): Promise<void> {
    await this.database.query(
      `insert into mapping (id, workspace_id, integration_id, object, version, rows)
       select $1, $2, $3, $4, 1 + count(*), $5 from mapping where integration_id = $3 and object = $4`,
      [uuidv7(), this.workspaceId, integrationId, object, JSON.stringify(rows)],
    );
  }

  /** Accepts one sync as the API does: a row, committed. Answers its id. */
  async send(integrationId: string, send: Send = {}): Promise<string> {
    const [id] = await accept(this.database, this.workspaceId, integrationId, [send]);
    return id!;
  }

  /** `count` companies without a domain, accepted in order. */
  sendMany(
    integrationId: string,
    count: number,
    company: (index: number) => Partial<Company> = () => ({}),
  ): Promise<string[]> {
    const sends = Array.from({ length: count }, (_, index) => ({
      company: { name: `Company ${index}`, ...company(index) },
    }));
    return accept(this.database, this.workspaceId, integrationId, sends);
  }

  tick(integrationId: string, reach?: ReachPoint): Promise<TickResult> {
    const { database, connectors, stopping } = this;
    return tick(integrationId, { database, connectors, stopping, sliceMs: SLICE_MS, ...(reach ? { reach } : {}) });
  }

  /**
   * A tick of a process that is killed at the `times`-th time it gets to `point`: nothing of it happens from there on, and
   * what it holds stays held until the leases run out. Answers whether it got there.
   */
  async tickKilledAt(integrationId: string, point: CrashPoint, times = 1): Promise<boolean> {
    let left = times;
    const reach = (reached: CrashPoint) => {
      if (reached === point && left > 0) left -= 1;
      if (left === 0) throw new Killed();
    };
    try {
      await this.tick(integrationId, reach);
      return false;
    } catch (error) {
      if (error instanceof Killed) return true;
      throw error;
    }
  }

  /**
   * Starts a tick that stops at `point` until `resume` is called, like a process that is frozen, or only slow. Settles
   * when it got there.
   */
  async tickStoppedAt(integrationId: string, point: CrashPoint): Promise<StoppedTick> {
    const { promise: reached, resolve: arrive } = Promise.withResolvers<void>();
    const { promise: resumed, resolve: resume } = Promise.withResolvers<void>();
    let stopped = false;
    const ended = this.tick(integrationId, async (at) => {
      if (at !== point || stopped) return;
      stopped = true;
      arrive();
      await resumed;
    });
    await Promise.race([reached, ended.then(() => Promise.reject(new Error(`The tick never got to ${point}`)))]);
    return {
      resume: async () => {
        resume();
        return ended;
      },
    };
  }

  /** A person deletes entries; answers what became of each. */
  async delete(...ids: string[]): Promise<string[]> {
    const answers = await this.database.transaction((transaction) => deleteSyncs(transaction, this.workspaceId, ids));
    return ids.map((id) => answers.find((answer) => answer.id === id)?.result ?? 'not_found');
  }

  async restore(id: string): Promise<string> {
    const answer = await this.database.transaction((transaction) => restoreSync(transaction, this.workspaceId, id));
    return answer?.result ?? 'not_found';
  }

  retry(...ids: string[]): Promise<string[]> {
    return this.sendAgain(ids, false);
  }

  /** A person sends entries whatever would keep them back. */
  sendAnyway(...ids: string[]): Promise<string[]> {
    return this.sendAgain(ids, true);
  }

  private async sendAgain(ids: string[], anyway: boolean): Promise<string[]> {
    const answers = await this.database.transaction((transaction) =>
      retrySyncs(transaction, this.workspaceId, ids, { mapping: 'current', data: 'as_sent', anyway }),
    );
    return ids.map((id) => answers.find((answer) => answer.id === id)?.result ?? 'not_found');
  }

  pause(integrationId: string): Promise<void> {
    return pauseIntegration(this.database, integrationId);
  }

  resume(integrationId: string): Promise<void> {
    return resumeIntegration(this.database, integrationId);
  }

  /** One sweep; answers the integrations it rang for. */
  async sweep(): Promise<string[]> {
    const doorbell = new KeptRings();
    await new Sweeper(this.database, doorbell).sweep();
    return doorbell.rung;
  }

  /** Sweeps and ticks until nothing is due any more, without waiting: what is due later is made due now. */
  async drain(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await this.hurry();
      const rung = await this.sweep();
      const results = await Promise.all(rung.map((id) => this.tick(id)));
      if (results.every(({ settled }) => settled === 0) && !(await this.isBusy())) return;
    }
    throw new Error(`The queue does not come to rest: ${JSON.stringify(await this.statuses())}`);
  }

  /** Makes everything due now that would be due later: retries, holds, blocks, probes. */
  async hurry(): Promise<void> {
    await this.database.query(
      `update sync set run_at = now() where status = 'pending' and run_at > now() and run_at < 'infinity'`,
    );
    await this.database.query(
      `update integration set blocked_until = null, probe_at = case when probe_at is not null then now() end`,
    );
  }

  /** Lets every lease of rows and integrations run out, as time would. */
  async expireLeases(): Promise<void> {
    await this.database.query(`update sync set lease_until = now() - interval '1 second' where status = 'processing'`);
    await this.database.query(
      `update integration set lease_until = now() - interval '1 second' where lease_until is not null`,
    );
  }

  private async isBusy(): Promise<boolean> {
    const [row] = await this.database.query<{ busy: boolean }[]>(
      `select exists (select from sync s join integration i on i.id = s.integration_id and i.status = 'active'
         where s.status = 'processing' or (s.status = 'pending' and s.run_at < 'infinity')) as busy`,
    );
    return row!.busy;
  }
}
