import type { Api } from '@integration-queue/shared';
import type { SyncInput } from '@integration-queue/shared/sync';
import { type Item, Items } from './items.ts';
import { Seeded } from './random.ts';

/** Of the entries sent last, so many may be deleted. */
const RECENT = 120;

/** Who uses the product meanwhile. What fails because something was taken away is left at that. */
export class People {
  retries = 0;
  /** Ids the API answered as accepted, and those it answered as deleted: what people were told. */
  readonly accepted = new Set<string>();
  readonly deleted = new Set<string>();
  private readonly client: Api;
  private readonly integrationIds: string[];
  /** One for each thing they do, so that what they send does not depend on how often they could delete. */
  private readonly items: Items;
  private readonly deleting: Seeded;
  private calls = 0;

  constructor(client: Api, integrationIds: string[], seed: number) {
    this.client = client;
    this.integrationIds = integrationIds;
    this.items = new Items(seed);
    this.deleting = new Seeded(seed + 1);
  }

  /** The idempotency key makes it safe to repeat a call whose answer was lost. */
  async send(count: number): Promise<void> {
    const inputs = this.items.take(count).map((item) => this.input(item));
    const { results } = await this.client.createSyncs(inputs, `call-${(this.calls += 1)}`);
    for (const { id, status } of results) if (id && status === 'accepted') this.accepted.add(id);
  }

  /** One that is on its way already may be answered as still to be cancelled; only "deleted" is a promise. */
  async delete(): Promise<void> {
    const id = this.deleting.pick([...this.accepted].slice(-RECENT));
    if (id !== undefined && (await this.client.deleteSync(id)) === 'deleted') this.deleted.add(id);
  }

  async retry(): Promise<void> {
    const { done } = await this.client.retrySyncs({ filter: { status: 'error' } });
    this.retries += done;
  }

  private input({ object, mark, company: number }: Item): SyncInput {
    // A company belongs to one account, and so do its deals.
    const integrationId = this.integrationIds[number % this.integrationIds.length]!;
    const known = { externalId: `c-${number}`, domain: `c${number}.example` };
    if (object === 'company') return { integrationId, object, company: { ...known, name: mark } };
    const company = { ...known, name: `Company ${number}, of ${mark}` };
    return { integrationId, object, company, deal: { title: mark, externalId: mark } };
  }
}
