import type { Company } from '@integration-queue/shared/company';
import type { Sync, SyncPage } from '@integration-queue/shared/sync';
import type { Trigger, TriggerDraft } from '@integration-queue/shared/trigger';
import type { VisitBatchAnswer } from '@integration-queue/shared/visit';
import type { ApiHouse, TestWorkspace } from '../http/api-house.js';

const DAY_MS = 86_400_000;

/** A time so many days before now. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString();
}

/** Sets up triggers in a workspace, lets things happen, and looks at what was sent. */
export class Automating {
  constructor(
    private readonly house: ApiHouse,
    readonly workspace: TestWorkspace,
  ) {}

  /** A trigger on visits, switched on, that sends the company once, apart from what `more` says. */
  draft(more: Partial<TriggerDraft> = {}): TriggerDraft {
    return {
      name: 'A trigger',
      on: 'visit',
      integrationId: this.workspace.integrationId,
      conditions: { all: [] },
      actions: [{ object: 'company' }],
      enabled: true,
      ...more,
    };
  }

  async add(more: Partial<TriggerDraft> = {}): Promise<Trigger> {
    const { status, body } = await this.workspace.admin.call<Trigger>('POST', '/v1/triggers', {
      body: this.draft(more),
    });
    if (status !== 201) throw new Error(`The trigger was answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async change(id: string, body: object): Promise<Trigger> {
    return (await this.workspace.admin.call<Trigger>('PATCH', `/v1/triggers/${id}`, { body })).body;
  }

  async company(body: object): Promise<Company> {
    return (await this.workspace.key.call<Company>('POST', '/v1/companies', { body })).body;
  }

  /** Records visits; answers the companies they are of. */
  async visit(...items: object[]): Promise<string[]> {
    const { status, body } = await this.workspace.key.call<VisitBatchAnswer>('POST', '/v1/visits', {
      body: { items: items.map((item) => ({ at: new Date().toISOString(), ...item })) },
    });
    if (status !== 200) throw new Error(`The visits were answered ${status}`);
    return body.results.map(({ companyId }) => companyId!);
  }

  /** Entries, oldest first. */
  async entries(): Promise<Sync[]> {
    return (await this.workspace.key.call<SyncPage>('GET', '/v1/syncs?limit=200')).body.items.toReversed();
  }

  /** Names of the companies that were sent, in the order they were. */
  async sent(): Promise<string[]> {
    return (await this.entries()).map(({ company }) => company.name);
  }

  /** The deal or task as the entry keeps it. */
  async recordOf(id: string): Promise<Record<string, unknown>> {
    const [row] = await this.house.database.query<{ record: Record<string, unknown> }[]>(
      `select coalesce(source -> 'deal', source -> 'task') as record from sync where id = $1`,
      [id],
    );
    return row!.record;
  }
}
