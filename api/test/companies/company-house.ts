import { Readable } from 'node:stream';
import type { Company, CompanyInput } from '@integration-queue/shared/company';
import type { Import } from '@integration-queue/shared/import';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CompanyWatcher } from '../../src/companies/company-watcher.js';
import { ImportService } from '../../src/companies/import/import.service.js';
import { SyncSender } from '../../src/companies/sync-sender.js';
import { type Upserted, upsertCompanies } from '../../src/companies/upsert-companies.js';
import { createDataSource } from '../../src/database.js';
import { type Actor, scopesOf } from '../../src/workspaces/actor.js';
import { createTestDatabase, type TestDatabase } from '../database.js';

/** Sends nobody makes, kept for the test. */
export class KeptSends extends SyncSender {
  readonly sent: string[][] = [];
  /** What happens meanwhile. */
  onSend: () => void | Promise<void> = () => undefined;

  async sendCompanies(_transaction: EntityManager, _actor: Actor, _integrationId: string, companyIds: string[]) {
    this.sent.push(companyIds);
    await this.onSend();
    return { sent: companyIds.length, ring: () => Promise.resolve() };
  }
}

/** Nobody acts on what changes. */
class NobodyWatching extends CompanyWatcher {
  companiesChanged(): Promise<() => Promise<void>> {
    return Promise.resolve(() => Promise.resolve());
  }
}

const CONNECTIONS = 12;

export interface FileOptions {
  type?: string;
  mapping?: Record<string, string>;
  integrationId?: string;
}

/** Companies on a database of their own, in a workspace of their own. */
export class CompanyHouse {
  readonly sends = new KeptSends();
  readonly actor: Actor;
  private readonly imports: ImportService;

  private constructor(
    private readonly owned: TestDatabase,
    readonly database: DataSource,
    readonly workspaceId: string,
  ) {
    this.imports = new ImportService(database, this.sends, new NobodyWatching());
    const who = { kind: 'api_key', id: uuidv7(), name: 'A service', expiresAt: null, sessionId: null } as const;
    this.actor = { ...who, workspaceId, role: 'admin', scopes: scopesOf('admin') };
  }

  static async open(): Promise<CompanyHouse> {
    const owned = await createTestDatabase();
    const database = await createDataSource(owned.url, { poolSize: CONNECTIONS }).initialize();
    // Opened beforehand: while connections are still being opened, what is called at once runs one after the other.
    await Promise.all(Array.from({ length: CONNECTIONS }, () => database.query('select 1')));
    const house = new CompanyHouse(owned, database, uuidv7());
    await house.addWorkspace(house.workspaceId);
    return house;
  }

  async close(): Promise<void> {
    await this.database.destroy();
    await this.owned.drop();
  }

  async addWorkspace(id: string = uuidv7()): Promise<string> {
    await this.database.query('insert into workspace (id, name) values ($1, $2)', [id, 'Test']);
    return id;
  }

  async addIntegration(workspaceId: string = this.workspaceId): Promise<string> {
    const id = uuidv7();
    await this.database.query(
      `insert into integration (id, workspace_id, provider, name) values ($1, $2, 'practice', 'Practice CRM')`,
      [id, workspaceId],
    );
    return id;
  }

  upsert(inputs: CompanyInput[], workspaceId: string = this.workspaceId): Promise<Upserted[]> {
    return this.database.transaction((transaction) => upsertCompanies(transaction, workspaceId, inputs));
  }

  /** Upserts one that contradicts nothing. */
  async put(input: CompanyInput): Promise<{ company: Company; outcome: string }> {
    const [result] = await this.upsert([input]);
    if (!result || 'conflict' in result) throw new Error(`A conflict: ${JSON.stringify(result)}`);
    return result;
  }

  /** Uploads a file, in portions where it is a list. */
  importFile(
    file: string | Buffer | Iterable<Buffer> | AsyncIterable<Buffer>,
    options: FileOptions = {},
  ): Promise<Import> {
    const { type = 'text/csv', ...query } = options;
    const portions = typeof file === 'string' || Buffer.isBuffer(file) ? [Buffer.from(file)] : file;
    const upload = Readable.from(portions, { objectMode: false });
    return this.imports.run(this.actor, query, Object.assign(upload, { headers: { 'content-type': type } }));
  }

  /** All companies of the workspace by name, without ids and times. */
  async companies(): Promise<Record<string, Record<string, unknown>>> {
    const rows = await this.database.query<
      { name: string; domain: string | null; external_id: string | null; data: object }[]
    >('select name, domain, external_id, data from company where workspace_id = $1 order by id', [this.workspaceId]);
    return Object.fromEntries(
      rows.map(({ name, domain, external_id, data }) => [
        name,
        { ...(domain !== null && { domain }), ...(external_id !== null && { externalId: external_id }), ...data },
      ]),
    );
  }

  async count(): Promise<number> {
    const [row] = await this.database.query<{ n: number }[]>('select count(*)::int as n from company');
    return row!.n;
  }

  async empty(): Promise<void> {
    this.sends.sent.length = 0;
    await this.database.query('delete from company');
  }
}
