import { CrmProblem } from '../errors.js';
import { rowLeftOut } from '../failures.js';
import { isOfTheModel, isTakenBack, type LoadMessage, readRowComplaint, takenBack } from './errors.js';
import { ENGLISH } from './models.js';
import type { OdooRpc } from './rpc.js';
import type { OdooSchema } from './schema.js';

/** What became of one row of a `load`: the record's id, or why there is none. */
export type Loaded = number | CrmProblem;

interface LoadAnswer {
  ids: number[] | false;
  messages: LoadMessage[];
}

/** Times in a user's time zone would be shifted: ours are UTC. */
const CONTEXT = { tz: 'UTC' };
const RELATIONS = new Set(['many2one', 'many2many']);

/**
 * Writes rows by Odoo's `load`: all of a call or none. Where one row is bad, Odoo says which and nothing is written; the
 * good ones are sent again without it.
 */
export class Loading {
  private thrown = false;
  private lang = ENGLISH;

  constructor(
    private readonly rpc: OdooRpc,
    private readonly model: string,
    private readonly schema: OdooSchema,
    private readonly columns: string[],
    private readonly signal: AbortSignal,
  ) {}

  /** Whether records are named in a column, and not referred to by an id of theirs. */
  get looksUpNames(): boolean {
    return this.columns.some((column) => this.isRelation(column));
  }

  /**
   * One result per row, same order. A call that fails as a whole is the failure of all of its rows; one that is refused
   * as a whole for a row nobody names is thrown where `thrown` says so, to be split, and halved here otherwise.
   * Where `lang` is given, names of records are looked up in it, else as Odoo itself calls them.
   */
  async load(rows: string[][], thrown: boolean, lang: string | null = null): Promise<Loaded[]> {
    this.thrown = thrown;
    if (lang === null) return this.loadIn(ENGLISH, rows);
    const results = await this.loadIn(lang, rows);
    const unknown = results.flatMap((result, index) => (this.isUnknownName(result) ? [index] : []));
    if (lang === ENGLISH || unknown.length === 0) return results;
    const again = await this.loadIn(
      ENGLISH,
      unknown.map((index) => rows[index]!),
    );
    unknown.forEach((index, place) => (results[index] = again[place]!));
    return results;
  }

  /** Odoo's complaints are in this language as well. */
  private async loadIn(lang: string, rows: string[][]): Promise<Loaded[]> {
    this.lang = lang;
    const results = new Array<Loaded>(rows.length);
    await this.loadPart(
      rows.map((cells, index) => ({ cells, index })),
      results,
    );
    return results;
  }

  private isUnknownName(result: Loaded): boolean {
    if (!(result instanceof CrmProblem) || result.details.code !== 'invalid_option') return false;
    return this.isRelation(result.details.field ?? '');
  }

  private isRelation(column: string): boolean {
    return RELATIONS.has(this.schema.get(column)?.type ?? '');
  }

  private async loadPart(rows: { cells: string[]; index: number }[], results: Loaded[]): Promise<void> {
    if (rows.length === 0) return;
    let answer: LoadAnswer;
    try {
      answer = (await this.rpc.call(
        this.model,
        'load',
        {
          fields: this.columns,
          data: rows.map(({ cells }) => cells),
          // Archived records are known by their ids as well.
          context: { ...CONTEXT, lang: this.lang, ...(this.columns.includes('.id') ? { active_test: false } : {}) },
        },
        this.signal,
      )) as LoadAnswer;
    } catch (error) {
      if (!(error instanceof CrmProblem)) throw error;
      if (error.kind === 'batch_rejected' && this.thrown) throw error;
      if (error.kind === 'batch_rejected' && rows.length > 1) return this.halve(rows, results);
      for (const { index } of rows) results[index] = error.kind === 'batch_rejected' ? asRow(error) : error;
      return;
    }
    this.thrown = false;
    const { ids } = answer;
    if (ids !== false) {
      rows.forEach(({ index }, place) => {
        results[index] = ids.length === rows.length ? ids[place]! : rowLeftOut();
      });
      return;
    }
    await this.isolate(rows, answer.messages, results);
  }

  /** Sets aside the rows Odoo complains of and sends the others again. */
  private async isolate(
    rows: { cells: string[]; index: number }[],
    messages: LoadMessage[],
    results: Loaded[],
  ): Promise<void> {
    const complaints = messages.filter(({ type }) => type === 'error');
    const busy = complaints.find(({ message }) => isTakenBack(message));
    if (busy) {
      for (const { index } of rows) results[index] = takenBack({ crmMessage: busy.message.trim() });
      return;
    }
    const denied = complaints.find(({ message }) => isOfTheModel(message, this.model));
    if (denied) {
      const problem = readRowComplaint(denied);
      for (const { index } of rows) results[index] = problem;
      return;
    }
    const byRow = new Map<number, LoadMessage>();
    for (const complaint of complaints) {
      const place = complaint.rows?.from ?? complaint.record;
      if (place !== undefined && place < rows.length && !byRow.get(place)?.field) byRow.set(place, complaint);
    }
    if (rows.length === 1) {
      const complaint = byRow.get(0) ?? complaints[0];
      results[rows[0]!.index] = complaint ? this.read(complaint, rows[0]!.cells) : rowLeftOut();
      return;
    }
    if (byRow.size === 0) return this.halve(rows, results);
    const good = rows.filter((_, place) => !byRow.has(place));
    // A complaint that names no field may be about the batch, and stand at its first row: that row is heard alone.
    const unsure = rows.filter((_, place) => byRow.has(place) && !byRow.get(place)!.field);
    rows.forEach(({ cells, index }, place) => {
      const complaint = byRow.get(place);
      if (complaint?.field) results[index] = this.read(complaint, cells);
    });
    await this.loadPart(good, results);
    for (const row of unsure) await this.loadPart([row], results);
  }

  private async halve(rows: { cells: string[]; index: number }[], results: Loaded[]): Promise<void> {
    const middle = Math.ceil(rows.length / 2);
    await this.loadPart(rows.slice(0, middle), results);
    await this.loadPart(rows.slice(middle), results);
  }

  private read(complaint: LoadMessage, cells: string[]): CrmProblem {
    const named = Array.isArray(complaint.field) ? complaint.field[0] : complaint.field;
    if (!named) return readRowComplaint(complaint);
    const name = named.split('/')[0]!;
    const type = this.schema.get(name)?.type;
    const place = this.columns.findIndex((column) => column.split('/')[0] === name);
    return readRowComplaint(complaint, type ? { type, empty: place >= 0 && cells[place] === '' } : undefined);
  }
}

/** A call refused as a whole that had one row only is that row's refusal. */
function asRow({ details }: CrmProblem): CrmProblem {
  return new CrmProblem('refused', { ...details, message: 'Odoo refused this record' });
}
