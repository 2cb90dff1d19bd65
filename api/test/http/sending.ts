import type { Company } from '@integration-queue/shared/company';
import type { Sync, SyncBatchAnswer, SyncPage } from '@integration-queue/shared/sync';
import type { ApiHouse, Caller, TestWorkspace } from './api-house.js';

/** Sends to a workspace's practice integration, and looks at what became of it. */
export class Sender {
  constructor(
    private readonly house: ApiHouse,
    private readonly workspace: TestWorkspace,
  ) {}

  /** One send, by the workspace's key where nobody else is named. */
  async send(body: object, as: Caller = this.workspace.key, headers: Record<string, string> = {}) {
    const answer = await as.call<Sync & { code?: string }>('POST', '/v1/syncs', {
      body: { integrationId: this.workspace.integrationId, ...body },
      headers,
    });
    return { status: answer.status, body: answer.body };
  }

  /** Many sends in one call, which answers each. */
  async sendBatch(items: object[]): Promise<SyncBatchAnswer['results']> {
    const { integrationId, key } = this.workspace;
    const { status, body } = await key.call<SyncBatchAnswer>('POST', '/v1/syncs/batch', {
      body: { items: items.map((item) => ({ integrationId, ...item })) },
    });
    if (status !== 202) throw new Error(`The batch answered ${status}`);
    return body.results;
  }

  /** The newest entries of the workspace, 200 at most. */
  async entries(): Promise<Sync[]> {
    return (await this.workspace.key.call<SyncPage>('GET', '/v1/syncs?limit=200')).body.items;
  }

  /** The company as the entry keeps it. */
  async companyOf(id: string): Promise<Company> {
    const [row] = await this.house.database.query<{ company: Company }[]>(
      `select source -> 'company' as company from sync where id = $1`,
      [id],
    );
    return row!.company;
  }
}
