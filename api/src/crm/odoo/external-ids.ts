import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { CrmProblem } from '../errors.js';
import { externalId, externalName, MODELS, MODULE } from './models.js';
import type { OdooRpc } from './rpc.js';

/** Keys kept in mind; far more than one tick needs. */
const MOST_KEPT = 20_000;

/**
 * Our keys, kept in Odoo as external ids (`ir.model.data`): unique there by an index, and what `load` upserts by.
 *
 * Only a user with the right *Access Rights* may read that table. Without it a single key can still be resolved
 * (`check_object_reference`), and records can be asked for their external ids (`get_external_id`); that is enough.
 */
export class ExternalIds {
  /** False once Odoo said that our user may not read the table. */
  private readable = true;
  /** False once Odoo said that our user may not write to it. */
  private writable = true;
  private readonly held = new Map<string, number>();
  private readonly free = new Set<string>();

  constructor(private readonly rpc: OdooRpc) {}

  /**
   * Whether nobody has this key, by the last look-up. Believed once: after a write whose answer was lost it is not known
   * any more.
   */
  takeFree(object: SyncObject, key: string): boolean {
    return this.free.delete(externalId(object, key));
  }

  /** Whether a key that was not asked for one by one may have an owner all the same. */
  get certain(): boolean {
    return this.readable;
  }

  /**
   * Which records have these keys. Keys are asked for in one call; where that is not allowed, one by one, and only those
   * in `needed`. A record may be gone although its external id is left.
   */
  async find(
    object: SyncObject,
    keys: string[],
    needed: Set<string>,
    signal: AbortSignal,
  ): Promise<Map<string, number>> {
    if (keys.length === 0) return new Map();
    const found = (await this.readAll(object, keys, signal)) ?? (await this.readEach(object, keys, needed, signal));
    for (const key of keys) {
      const id = found.get(key);
      if (id !== undefined) this.keep(object, key, id);
      else this.release(object, key);
    }
    return found;
  }

  /** The keys of these records, of those that have one of `keys`. */
  async keysOf(object: SyncObject, ids: number[], keys: string[], signal: AbortSignal): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const named = (await this.rpc.call(MODELS[object], 'get_external_id', { ids }, signal)) as Record<string, string>;
    const byName = new Map(keys.map((key) => [externalId(object, key), key]));
    const found = new Map<string, number>();
    for (const [id, name] of Object.entries(named)) {
      const key = byName.get(name);
      if (key !== undefined) found.set(key, Number(id));
    }
    return found;
  }

  /** Gives existing records our keys, where our user may: it costs nothing but finding them by key if he may not. */
  async adopt(object: SyncObject, records: { key: string; id: number }[], signal: AbortSignal): Promise<void> {
    const unknown = records.filter(({ key }) => !this.held.has(externalId(object, key)));
    if (unknown.length === 0 || !this.writable || !this.readable) return;
    const keys = unknown.map(({ key }) => key);
    const taken = await this.find(object, keys, new Set(), signal);
    const missing = unknown.filter(({ key }) => !taken.has(key));
    if (missing.length === 0 || !this.readable) return;
    try {
      await this.rpc.call(
        'ir.model.data',
        'create',
        { vals_list: missing.map((record) => this.row(object, record)) },
        signal,
      );
      for (const { key, id } of missing) this.keep(object, key, id);
    } catch (error) {
      if (!(error instanceof CrmProblem) || error.details.code !== 'missing_scope') throw error;
      this.writable = false;
    }
  }

  private release(object: SyncObject, key: string): void {
    const name = externalId(object, key);
    this.held.delete(name);
    this.free.add(name);
    if (this.free.size > MOST_KEPT) this.free.delete(this.free.values().next().value!);
  }

  keep(object: SyncObject, key: string, id: number): void {
    const name = externalId(object, key);
    this.free.delete(name);
    this.held.set(name, id);
    if (this.held.size > MOST_KEPT) this.held.delete(this.held.keys().next().value!);
  }

  private row(object: SyncObject, { key, id }: { key: string; id: number }): Record<string, unknown> {
    return { module: MODULE, name: externalName(object, key), model: MODELS[object], res_id: id, noupdate: false };
  }

  private async readAll(object: SyncObject, keys: string[], signal: AbortSignal): Promise<Map<string, number> | null> {
    if (!this.readable) return null;
    const byName = new Map(keys.map((key) => [externalName(object, key), key]));
    const domain = [
      ['module', '=', MODULE],
      ['model', '=', MODELS[object]],
      ['name', 'in', [...byName.keys()]],
    ];
    try {
      const rows = await this.rpc.call('ir.model.data', 'search_read', { domain, fields: ['name', 'res_id'] }, signal);
      const found = (rows as { name: string; res_id: number }[]).map((row): [string, number] => [
        byName.get(row.name) ?? '',
        row.res_id,
      ]);
      return new Map(found);
    } catch (error) {
      if (!(error instanceof CrmProblem) || error.details.code !== 'missing_scope') throw error;
      this.readable = false;
      return null;
    }
  }

  private async readEach(
    object: SyncObject,
    keys: string[],
    needed: Set<string>,
    signal: AbortSignal,
  ): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (const key of keys) {
      const held = this.held.get(externalId(object, key));
      if (held !== undefined) found.set(key, held);
      else if (needed.has(key)) {
        const id = await this.readOne(object, key, signal);
        if (id !== null) found.set(key, id);
      }
    }
    return found;
  }

  private async readOne(object: SyncObject, key: string, signal: AbortSignal): Promise<number | null> {
    try {
      const answer = await this.rpc.call(
        'ir.model.data',
        'check_object_reference',
        { module: MODULE, xml_id: externalName(object, key) },
        signal,
      );
      const id = (answer as [string, number | false])[1];
      return id === false ? null : id;
    } catch (error) {
      // An unknown one is a ValueError; so is one whose record our user may not see.
      if (error instanceof CrmProblem && error.kind === 'batch_rejected') return null;
      throw error;
    }
  }
}
