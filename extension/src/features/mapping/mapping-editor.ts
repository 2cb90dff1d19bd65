import { batch, computed, signal } from '@preact/signals';
import type { CrmField, Mapping, MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { ShownProblem } from '../protocol';
import type { RemoteApi } from '../session/remote-api';
import { isSameMapping } from './compare-rows';
import { MappingDraft, plain } from './mapping-draft';
import { findProblems } from './row-problems';

type EditorApi = Pick<RemoteApi, 'getMapping' | 'listFields' | 'listSyncs' | 'listMappingVersions' | 'saveMapping'>;

/** Waiting entries are counted up to here: the API lists no more at once. */
export const MOST_COUNTED = 200;
/** After this long a person is told that it is the CRM that takes its time. */
const SLOW_MS = 4_000;

/** How the CRM's live schema stands. Editing goes on without it. */
export type SchemaPhase = 'loading' | 'slow' | 'ready' | 'failed';

/** What came of a save. */
export type SaveResult = 'saved' | 'conflict' | 'failed' | 'busy';

/** One field mapping being looked at or changed: the draft, the CRM's schema, versions, and saving. */
export class MappingEditor {
  readonly draft = new MappingDraft();
  /** The mapping in force, as last read; null until then. */
  readonly current = signal<Mapping | null>(null);
  readonly loadProblem = signal<ShownProblem | null>(null);
  readonly fields = signal<CrmField[] | null>(null);
  readonly schemaPhase = signal<SchemaPhase>('loading');
  readonly schemaProblem = signal<ShownProblem | null>(null);
  /** Entries of this object that wait, counted up to `MOST_COUNTED`; null while not known. */
  readonly waiting = signal<{ count: number; isMore: boolean } | null>(null);
  /** Newest first; null until asked for. */
  readonly versions = signal<Mapping[] | null>(null);
  /** Where the versions before those go on; null where there are none. */
  readonly olderVersions = signal<string | null>(null);
  /** What somebody else saved while this was edited. */
  readonly conflict = signal<Mapping | null>(null);
  readonly isSaving = signal(false);
  readonly saveProblem = signal<ShownProblem | null>(null);
  /** The row that is open, by its key in the draft. */
  readonly openKey = signal<number | null>(null);
  /** What the rows are searched for. */
  readonly search = signal('');
  readonly problems = computed(() => findProblems(this.object, this.draft.rows.value, this.fields.value));

  constructor(
    private readonly api: EditorApi,
    readonly integrationId: string,
    readonly object: SyncObject,
  ) {}

  /** Reads the mapping, and beside it, without waiting for them, the schema and what waits; what was typed stays. */
  async load(): Promise<void> {
    await Promise.all([this.loadMapping(), this.loadFields(), this.countWaiting()]);
  }

  private async loadMapping(): Promise<void> {
    const answer = await this.api.getMapping(this.integrationId, this.object);
    this.loadProblem.value = answer.ok ? null : answer.problem;
    if (answer.ok) this.meet(answer.value);
  }

  /** Asks the CRM for its fields. */
  async loadFields(): Promise<void> {
    this.schemaPhase.value = 'loading';
    const timer = setTimeout(() => (this.schemaPhase.value = 'slow'), SLOW_MS);
    const answer = await this.api.listFields(this.integrationId, this.object);
    clearTimeout(timer);
    batch(() => {
      // A schema known from before is better than none.
      if (answer.ok) this.fields.value = answer.value.items;
      this.schemaProblem.value = answer.ok ? null : answer.problem;
      this.schemaPhase.value = answer.ok ? 'ready' : 'failed';
    });
  }

  /** Counts the entries a saved mapping would be used for. */
  async countWaiting(): Promise<void> {
    const { integrationId, object } = this;
    const answer = await this.api.listSyncs({ integrationId, object, status: 'pending', limit: MOST_COUNTED });
    if (!answer.ok) return;
    this.waiting.value = { count: answer.value.items.length, isMore: answer.value.nextCursor !== null };
  }

  /** The newest versions; with `older`, those before the ones that are there. */
  async loadVersions(older?: string): Promise<ShownProblem | null> {
    const answer = await this.api.listMappingVersions(this.integrationId, this.object, older ? { cursor: older } : {});
    if (!answer.ok) return answer.problem;
    const { items, nextCursor } = answer.value;
    batch(() => {
      this.versions.value = older ? [...(this.versions.value ?? []), ...items] : items;
      this.olderVersions.value = nextCursor;
    });
    return null;
  }

  /** Saves the draft on the version it was made from. A version saved meanwhile is no reason to lose anything. */
  async save(): Promise<SaveResult> {
    // A second save would be taken for somebody else's.
    if (this.isSaving.value) return 'busy';
    const rows = plain(this.draft.rows.value);
    this.isSaving.value = true;
    const version = this.current.value?.version;
    const answer = await this.api.saveMapping(this.integrationId, this.object, {
      rows,
      ...(version !== undefined && { version }),
    });
    this.isSaving.value = false;
    this.saveProblem.value = answer.ok ? null : answer.problem;
    if (answer.ok) {
      this.take(answer.value, rows);
      if (this.versions.value) void this.loadVersions();
      void this.countWaiting();
      return 'saved';
    }
    if (answer.problem.code !== 'mapping_version_changed') return 'failed';
    const newest = await this.api.getMapping(this.integrationId, this.object);
    if (!newest.ok) return 'failed';
    this.saveProblem.value = null;
    // The answer to a save that was done got lost, or both wrote the same.
    if (isSameMapping(newest.value.rows, rows)) {
      this.take(newest.value, rows);
      return 'saved';
    }
    this.conflict.value = newest.value;
    return 'conflict';
  }

  /** Ends a conflict: the draft is kept, on top of what the other saved. */
  keepMine(): void {
    const theirs = this.conflict.value;
    if (!theirs) return;
    batch(() => {
      this.current.value = theirs;
      this.draft.markSaved(theirs.rows);
      this.conflict.value = null;
    });
  }

  /** Ends a conflict: what the other saved takes the place of the draft; undo brings the draft back. */
  takeTheirs(): void {
    const theirs = this.conflict.value;
    if (!theirs) return;
    batch(() => {
      this.keepMine();
      this.draft.replace(theirs.rows);
    });
  }

  /** Opens the row of a CRM field; adds one where it has none and `row` is given. */
  open(target: string, row?: MappingRow): void {
    const known = this.draft.rows.value.find((one) => one.row.target === target);
    this.openKey.value = known?.key ?? (row ? this.draft.add(row) : null);
  }

  /** A mapping read anew: a draft nobody touched follows it, a touched one meets it as a conflict. */
  private meet(mapping: Mapping): void {
    const before = this.current.value;
    if (before?.version === mapping.version) return;
    if (before && this.draft.isDirty.value) return void (this.conflict.value = mapping);
    batch(() => {
      this.current.value = mapping;
      this.draft.reset(mapping.rows);
    });
  }

  private take(mapping: Mapping, rows: MappingRow[]): void {
    batch(() => {
      this.current.value = mapping;
      this.conflict.value = null;
      this.draft.markSaved(rows);
    });
  }
}
