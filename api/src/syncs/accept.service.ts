import type { Company } from '@integration-queue/shared/company';
import type { ParsedSyncInput } from '@integration-queue/shared/sync';
import type { Provider } from '@integration-queue/shared/vocabulary';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { crmProvider } from '../crm/providers.js';
import { announceChange } from '../events/notify.js';
import { Doorbell } from '../queue/doorbell.js';
import { newId } from '../ops/new-id.js';
import type { Actor } from '../workspaces/actor.js';
import { audit } from '../workspaces/audit.js';
import type { Acceptance, Refuse, Sender } from './acceptance.js';
import { dedupeKey, recordKey } from './record-key.js';
import { type ResolvedCompanies, resolveCompanies } from './resolve-companies.js';
import { findSame, insertSyncs, type NewSync, outdateOlder } from './sql/insert-syncs.js';
import { waitForCompanies } from './waiting-for-companies.js';

type Answers = Map<NewSync, { status: 'accepted' | 'duplicate'; id: string }>;

interface Target {
  id: string;
  provider: Provider;
  holdSeconds: number;
}

/** A lost race with a claim is run again; a second loss in a row is as good as impossible. */
const INSERT_ROUNDS = 3;

/** Accepts syncs: the hot path. A handful of statements for a batch, whatever its size. */
@Injectable()
export class AcceptService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  /** Accepts in a transaction of its own, then rings. One result an item, same order. */
  async accept(actor: Actor, items: ParsedSyncInput[]): Promise<Acceptance[]> {
    const { results, ring } = await this.database.transaction((transaction) =>
      this.acceptIn(transaction, actor, items),
    );
    await ring();
    return results;
  }

  /** Accepts inside the caller's transaction; `ring` is called after its commit. */
  async acceptIn(
    transaction: EntityManager,
    sender: Sender,
    items: ParsedSyncInput[],
  ): Promise<{ results: Acceptance[]; ring: () => Promise<void> }> {
    const results: Acceptance[] = new Array<Acceptance>(items.length);
    const refuse: Refuse = (index, code, path, message) => {
      results[index] = { status: 'invalid', code, errors: [{ path, message }] };
    };
    const targets = await readTargets(transaction, sender.workspaceId, items);
    const sendable = items.map((item, index) => {
      const target = targets.get(item.integrationId);
      if (!target) refuse(index, 'not_found', 'integrationId', 'There is no such integration');
      else if (!crmProvider(target.provider).objects.includes(item.object))
        refuse(index, 'invalid_request', 'object', `This CRM takes no ${item.object}`);
      return results[index] ? undefined : item;
    });
    const { companies, created } = await resolveCompanies(transaction, sender.workspaceId, sendable, refuse);
    const syncs: { index: number; sync: NewSync }[] = [];
    for (const [index, company] of companies.entries()) {
      const item = items[index]!;
      const target = targets.get(item.integrationId);
      if (company && target) syncs.push({ index, sync: newSync(sender, item, company, target) });
    }
    const accepted = await this.insert(
      transaction,
      sender,
      syncs.map(({ sync }) => sync),
      { companies, created },
    );
    for (const { index, sync } of syncs) results[index] = { ...accepted.get(sync)!, integrationId: sync.integrationId };
    const rung = new Map(syncs.map(({ sync }) => [sync.integrationId, sync.holdSeconds]));
    return {
      results,
      ring: async () => {
        await Promise.all(
          [...rung].map(([id, hold]) => this.doorbell.ring(targets.get(id)!.provider, id, hold * 1000)),
        );
      },
    };
  }

  private async insert(
    transaction: EntityManager,
    sender: Sender,
    syncs: NewSync[],
    { companies, created }: ResolvedCompanies,
  ): Promise<Answers> {
    const { unique, repeated } = foldRepeats(syncs);
    const known = new Map(companies.flatMap((company) => (company ? [[company.id, company]] : [])));
    const made = await waitForCompanies(transaction, sender.workspaceId, unique, known);
    const all = [...made, ...unique];
    const isCompany = ({ object }: NewSync) => object === 'company';
    const mayHaveOlder = all.filter((sync) => !(isCompany(sync) && created.has(sync.companyId)));
    await outdateOlder(transaction, sender.workspaceId, mayHaveOlder);
    const answers = await this.insertOrFind(transaction, sender, all.filter(isCompany));
    // The company's sync that was there already is the one to wait for.
    const idNow = new Map([...answers].map(([sync, { id }]) => [sync.id, id]));
    const dependent = all.filter((sync) => !isCompany(sync));
    for (const sync of dependent) if (sync.waitsFor) sync.waitsFor = idNow.get(sync.waitsFor) ?? sync.waitsFor;
    for (const [sync, answer] of await this.insertOrFind(transaction, sender, dependent)) answers.set(sync, answer);
    for (const [sync, first] of repeated) answers.set(sync, { status: 'duplicate', id: answers.get(first)!.id });
    const accepted = all.filter((sync) => answers.get(sync)!.status === 'accepted');
    await this.announce(transaction, sender, accepted);
    // A service's sends are known by its key on each entry; an audit of every batch would say it a second time.
    if (sender.kind === 'member' && accepted.length > 0) {
      const [first] = accepted;
      await audit(transaction, sender, {
        action: 'sync.sent',
        targetKind: 'sync',
        ...(accepted.length === 1 ? { targetId: first!.id } : {}),
        details: { count: accepted.length, first: first!.id },
      });
    }
    return answers;
  }

  /** Inserts syncs but those that wait already with the same content, which are found instead. */
  private async insertOrFind(transaction: EntityManager, { workspaceId }: Sender, syncs: NewSync[]): Promise<Answers> {
    const answers: Answers = new Map();
    let left = syncs;
    for (let round = 0; left.length > 0 && round < INSERT_ROUNDS; round += 1) {
      const accepted = await insertSyncs(transaction, workspaceId, left);
      for (const sync of left) if (accepted.has(sync.id)) answers.set(sync, { status: 'accepted', id: sync.id });
      left = left.filter((sync) => !answers.has(sync));
      const same = left.length > 0 ? await findSame(transaction, workspaceId, left) : new Map<string, string>();
      for (const sync of left) {
        const id = same.get(`${sync.integrationId}:${sync.dedupeKey}`);
        if (id) answers.set(sync, { status: 'duplicate', id });
      }
      left = left.filter((sync) => !answers.has(sync));
    }
    if (left.length > 0) throw new Error('Syncs could neither be inserted nor found');
    return answers;
  }

  private async announce(transaction: EntityManager, { workspaceId }: Sender, syncs: NewSync[]): Promise<void> {
    const byIntegration = Map.groupBy(syncs, (sync) => sync.integrationId);
    for (const [integrationId, changed] of byIntegration) {
      await announceChange((sql, values) => transaction.query(sql, values), {
        workspaceId,
        integrationId,
        syncIds: changed.map(({ id }) => id),
      });
    }
  }
}

async function readTargets(
  transaction: EntityManager,
  workspaceId: string,
  items: ParsedSyncInput[],
): Promise<Map<string, Target>> {
  const ids = [...new Set(items.map((item) => item.integrationId))];
  const rows = await transaction.query<Target[]>(
    `select id, provider, hold_seconds as "holdSeconds" from integration where workspace_id = $1 and id = any($2) and deleted_at is null`,
    [workspaceId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const TRIGGER_KIND = { member: 'manual', api_key: 'api', automation: 'automation' } as const;

function newSync(sender: Sender, { object, deal, task }: ParsedSyncInput, company: Company, target: Target): NewSync {
  const id = newId();
  const key = recordKey(sender.workspaceId, { id, object, company, deal, task });
  const source = { company, ...(deal ? { deal } : {}), ...(task ? { task } : {}) };
  return {
    id,
    integrationId: target.id,
    object,
    companyId: company.id,
    companyName: company.name,
    companyDomain: company.domain ?? null,
    recordKey: key,
    dedupeKey: dedupeKey(object, key, source),
    source,
    triggerKind: TRIGGER_KIND[sender.kind],
    triggerBy: sender.id,
    triggerName: sender.name,
    holdSeconds: sender.kind === 'member' ? target.holdSeconds : 0,
    waitsFor: null,
  };
}

/**
 * The same record twice in one call: the same content again is a repeat of the first; of different contents only the last
 * may later be taken for "the same", so the earlier ones carry no dedupe key.
 */
function foldRepeats(syncs: NewSync[]): { unique: NewSync[]; repeated: Map<NewSync, NewSync> } {
  const newest = new Map<string, NewSync>();
  const repeated = new Map<NewSync, NewSync>();
  const unique: NewSync[] = [];
  for (const sync of syncs) {
    const record = `${sync.integrationId}:${sync.object}:${sync.recordKey}`;
    const earlier = newest.get(record);
    if (earlier && earlier.dedupeKey === sync.dedupeKey) {
      repeated.set(sync, earlier);
      continue;
    }
    if (earlier) earlier.dedupeKey = null;
    newest.set(record, sync);
    unique.push(sync);
  }
  return { unique, repeated };
}
