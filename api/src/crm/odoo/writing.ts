import type { FieldValue } from '@integration-queue/shared/sync';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { Outcome, WriteItem } from '../connector.js';
import { CrmProblem } from '../errors.js';
import { rowLeftOut, rowRefused } from '../failures.js';
import { type Call, Overheard, shared } from '../overhearing.js';
import type { OdooDesk } from './connector.js';
import { Loading } from './loading.js';
import { externalId, MODELS } from './models.js';
import { groupBy, rounds, textAt } from './rows.js';
import type { OdooField, OdooSchema } from './schema.js';
import { Spelling } from './spelling.js';
import { withTagNames } from './tag-names.js';
import { encode } from './values.js';

type Row = Record<string, unknown> & { id: number };

/** One item on its way: `id` where the record is there already, `changes` what has to be written. */
interface Draft {
  item: WriteItem;
  place: number;
  id: number | null;
  before?: Row;
  changes: [OdooField, FieldValue | null][];
  written?: 'created' | 'updated';
  /** What wrote it. */
  call?: Call | null;
}

/** Kinds of field an empty cell does no harm in when a record is created: Odoo has no default for them. */
const PLAIN = new Set(['char', 'text', 'html', 'integer', 'float', 'monetary', 'date', 'datetime']);

/** Writes one batch: which records are there, what changes, `load`, and how the records are now. */
export class Writing {
  private readonly model: string;
  private readonly spelling: Spelling;
  private outcomes: (Outcome | undefined)[] = [];
  /** What ended a call as a whole: nothing more is sent. */
  private failed: CrmProblem | null = null;
  private sent = false;

  constructor(
    private readonly desk: OdooDesk,
    private readonly object: SyncObject,
    private readonly signal: AbortSignal,
  ) {
    this.model = MODELS[object];
    this.spelling = new Spelling(desk, this.model);
  }

  async write(items: WriteItem[]): Promise<Outcome[]> {
    this.outcomes = items.map(() => undefined);
    try {
      const schema = await this.schemaFor(items);
      // Of two items with one key the second must find what the first created.
      for (const round of rounds(items.map((item, place) => ({ item, place })))) await this.writeRound(round, schema);
    } catch (error) {
      if (!(error instanceof CrmProblem)) throw error;
      this.failed = error;
    }
    const { failed } = this;
    if (failed?.kind === 'batch_rejected') throw failed;
    if (failed && this.outcomes.every((outcome) => outcome === undefined || isOf(failed, outcome))) throw failed;
    // What was written keeps its outcome; what was not even sent has had no effect.
    const unsent = failed
      ? new CrmProblem(failed.kind, { ...failed.details, maybeSent: false, call: null })
      : rowLeftOut();
    return this.outcomes.map((outcome) => outcome ?? { kind: 'failed', problem: unsent });
  }

  private async writeRound(items: { item: WriteItem; place: number }[], schema: OdooSchema): Promise<void> {
    const drafts = items.flatMap((entry) => this.draft(entry, schema));
    await this.findIds(drafts);
    const updates = await this.compare(
      drafts.filter(({ id }) => id !== null),
      schema,
    );
    const creates = drafts.filter(({ id, place }) => id === null && this.outcomes[place] === undefined);
    for (const group of groupBy([...new Set([...updates, ...creates])], (draft) => this.shape(draft, creates.length))) {
      if (!this.failed) await this.loadGroup(group, schema);
    }
    await this.readBack(
      drafts.filter(
        (draft) => this.outcomes[draft.place] === undefined && (draft.written || draft.changes.length === 0),
      ),
      schema,
    );
    if (this.failed) throw this.failed;
  }

  /** A field Odoo does not know would end the whole call: said for its row alone. */
  private draft({ item, place }: { item: WriteItem; place: number }, schema: OdooSchema): Draft[] {
    const changes: Draft['changes'] = [];
    for (const [name, value] of Object.entries(item.properties)) {
      const field = schema.get(name);
      if (!field) {
        this.outcomes[place] = { kind: 'failed', problem: rowRefused('unknown_field', { field: name, call: null }) };
        return [];
      }
      changes.push([field, value]);
    }
    return [{ item, place, changes, id: item.crmId ? Number(item.crmId) : null }];
  }

  private async findIds(drafts: Draft[]): Promise<void> {
    const { externalIds } = this.desk;
    const unknown = drafts.filter(({ id, item }) => id === null && !externalIds.takeFree(this.object, item.key));
    const keys = unknown.map(({ item }) => item.key);
    const found = await externalIds.find(this.object, keys, new Set(), this.signal);
    for (const draft of unknown) draft.id = found.get(draft.item.key) ?? null;
    for (const key of keys) externalIds.takeFree(this.object, key);
  }

  /** Reads the records to update, leaves out what is as it should be, and settles those without any change. */
  private async compare(drafts: Draft[], schema: OdooSchema): Promise<Draft[]> {
    if (drafts.length === 0) return [];
    const names = drafts.flatMap(({ changes }) => changes.map(([field]) => field.name));
    const rows = await this.read(
      drafts.map(({ id }) => id!),
      names,
      schema,
    );
    const updates: Draft[] = [];
    for (const draft of drafts) {
      const before = rows.get(draft.id!);
      if (!before && draft.item.crmId) {
        this.outcomes[draft.place] = { kind: 'failed', problem: rowRefused('record_deleted') };
        continue;
      }
      // Our external id is left of a record that was deleted: `load` creates it anew.
      if (!before) draft.id = null;
      else draft.before = before;
      draft.changes = draft.changes.filter(
        ([field, value]) => !before || !this.spelling.holds(field, value, before[field.name]),
      );
      if (draft.changes.length > 0) updates.push(draft);
    }
    return updates;
  }

  /**
   * What rows of one `load` must have in common: its columns, since an empty cell clears. New partners are taken
   * together with columns some of them leave empty, or each would need a call of its own.
   */
  private shape({ id, changes }: Draft, creates: number): string {
    const cells = changes.map(([field, value]) => encode(field, value));
    const together = id === null && this.object === 'company' && creates > 1;
    const names = changes.flatMap(([field], index) =>
      together && PLAIN.has(field.type) && !field.required ? [] : [cells[index]!.column],
    );
    return [id === null ? 'id' : '.id', ...names.sort()].join(' ');
  }

  private async loadGroup(drafts: Draft[], schema: OdooSchema): Promise<void> {
    const cells = drafts.map(({ changes }) => changes.map(([field, value]) => encode(field, value)));
    const columns = [...new Set(cells.flat().map(({ column }) => column))];
    const ids = drafts.map(({ id, item }) => (id === null ? externalId(this.object, item.key) : String(id)));
    const head = drafts[0]!.id === null ? 'id' : '.id';
    const rows = drafts.map((_, index) => [ids[index]!, ...columns.map((column) => textAt(cells[index]!, column))]);
    const loading = new Loading(this.desk.rpc, this.model, schema, [head, ...columns], this.signal);
    const first = !this.sent;
    this.sent = true;
    const heard = new Overheard();
    const lang = loading.looksUpNames ? await this.desk.language(this.signal) : null;
    const results = await heard.during(() => loading.load(rows, first, lang));
    const call = shared(heard.last());
    // One failure of several rows stays one.
    const told = new Map([...new Set(results)].map((one) => [one, one instanceof CrmProblem ? one.from(call) : one]));
    const loaded = results.map((one) => told.get(one)!);
    for (const [index, draft] of drafts.entries()) {
      const result = loaded[index]!;
      if (result instanceof CrmProblem) {
        this.outcomes[draft.place] = { kind: 'failed', problem: result };
        continue;
      }
      draft.written = draft.id === null ? 'created' : 'updated';
      draft.id = result;
      draft.call = call;
      if (draft.written === 'created') this.desk.externalIds.keep(this.object, draft.item.key, result);
    }
    this.failed = loaded.find((result) => result instanceof CrmProblem && isOfTheCall(result)) as CrmProblem | null;
  }

  /** One read for the whole batch. Where it fails, the records are written all the same; only their receipts say less. */
  private async readBack(drafts: Draft[], schema: OdooSchema): Promise<void> {
    if (drafts.length === 0) return;
    const names = [...new Set(drafts.flatMap(({ item }) => Object.keys(item.properties)))];
    const written = drafts.filter((draft) => draft.written);
    const rows = await this.read(
      written.map(({ id }) => id!),
      names,
      schema,
    ).catch((error: unknown) => {
      if (error instanceof CrmProblem) return null;
      throw error;
    });
    for (const draft of drafts) {
      const { item, id, before, place } = draft;
      const after = draft.written ? rows?.get(id!) : before;
      for (const [field, value] of draft.changes) this.spelling.learn(field, value, after?.[field.name]);
      this.outcomes[place] = {
        kind: 'written',
        crmId: String(id),
        action: draft.written ?? 'unchanged',
        said: { call: draft.call ?? null, ...(draft.written ? { answer: { id } } : {}) },
        ...(before ? { before: this.spelling.show(schema, before, item.properties) } : {}),
        ...(after ? { after: this.spelling.show(schema, after, item.properties) } : {}),
      };
    }
    const adopted = drafts.filter(({ item }) => item.crmId).map(({ item, id }) => ({ key: item.key, id: id! }));
    await this.desk.externalIds.adopt(this.object, adopted, this.signal).catch((error: unknown) => {
      if (!(error instanceof CrmProblem)) throw error;
    });
  }

  private async read(ids: number[], names: string[], schema: OdooSchema): Promise<Map<number, Row>> {
    if (ids.length === 0) return new Map();
    const args = { domain: [['id', 'in', ids]], fields: [...new Set(names)], context: { active_test: false } };
    const rows = (await this.desk.rpc.call(this.model, 'search_read', args, this.signal)) as Row[];
    const named = await withTagNames(this.desk, schema, rows, args.fields, this.signal);
    return new Map(named.map((row) => [row.id, row]));
  }

  private async schemaFor(items: WriteItem[]): Promise<OdooSchema> {
    const names = new Set(items.flatMap(({ properties }) => Object.keys(properties)));
    const known = await this.desk.schema(this.object, this.signal);
    return [...names].every((name) => known.has(name)) ? known : this.desk.schema(this.object, this.signal, true);
  }
}

/** Failures that say nothing of a row: the whole batch waits for them. */
function isOfTheCall({ kind }: CrmProblem): boolean {
  return kind === 'unauthorized' || kind === 'rate_limited' || kind === 'unreachable' || kind === 'transient';
}

function isOf(problem: CrmProblem, outcome: Outcome): boolean {
  return outcome.kind === 'failed' && outcome.problem === problem;
}
