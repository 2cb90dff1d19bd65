import type { CompanyInput } from '@integration-queue/shared/company';
import type { Import, ImportError, ImportList, ImportQuery } from '@integration-queue/shared/import';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { readIntegration } from '../../integrations/sql/read-integrations.js';
import { againOnDeadlock } from '../../ops/again-on-deadlock.js';
import { AppProblem } from '../../ops/app-problem.js';
import { isUniqueViolation } from '../../ops/postgres-errors.js';
import type { Actor } from '../../workspaces/actor.js';
import { audit } from '../../workspaces/audit.js';
import { CompanyWatcher } from '../company-watcher.js';
import { SyncSender } from '../sync-sender.js';
import { changedOf, type Upserted, upsertCompanies } from '../upsert-companies.js';
import { attended, ImportCancelled } from './attended.js';
import { checkMappedFields } from './columns.js';
import { openCsv } from './csv.js';
import { decodeText } from './decode.js';
import { fingerprintOf } from './fingerprint.js';
import { readLines } from './lines.js';
import { openNdjson } from './ndjson.js';
import { readCompany } from './read-company.js';
import { inChunks, type RecordFile, type TextRecord } from './records.js';
import { listImports, readImport, readImportErrors } from './sql/read-import.js';
import { closeInterrupted, findImportOfKey, type KnownImport, resumeImport } from './sql/resume-import.js';
import {
  countChunk,
  finishImport,
  type ImportCounts,
  type ImportRun,
  keepAlive,
  startImport,
} from './sql/write-import.js';
import { bytesOf, kindOf, type Upload } from './upload.js';

export interface ImportOptions {
  key?: string | undefined;
  /** Called where the rest of the upload will not be read, and its sender is silent. */
  hangUp?: () => void;
}

interface NumberedCompany {
  line: number;
  company: CompanyInput;
}

/**
 * Imports companies from files of any size: read as they come in, written in chunks, each a transaction of its own. A line
 * that cannot be taken over is reported and loses no other line.
 */
@Injectable()
export class ImportService {
  /** Milliseconds between two signs of life of a running import. */
  heartbeatMs = 5_000;
  /** A sender who says nothing for so long is taken for gone. */
  silenceMs = 120_000;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SyncSender) private readonly sender: SyncSender,
    @Inject(CompanyWatcher) private readonly watcher: CompanyWatcher,
  ) {}

  /**
   * Throws before anything is read where type, mapping or integration are wrong; `invalid_import` for an unusable file, an
   * upload that broke off, and a sender who says nothing for two minutes.
   */
  async run(
    actor: Actor,
    { mapping, integrationId }: ImportQuery,
    upload: Upload,
    { key, hangUp = () => undefined }: ImportOptions = {},
  ): Promise<Import> {
    const kind = kindOf(upload);
    if (mapping) checkMappedFields(mapping);
    if (integrationId !== undefined) await this.checkIntegration(actor, integrationId);
    const known = await this.known(actor, key, integrationId);
    const ending = new AbortController();
    const coming = attended(bytesOf(upload), { ending, silenceMs: this.silenceMs, hangUp });
    const { fingerprint, bytes } = await fingerprintOf({ mapping, integrationId }, kind, coming);
    if (known?.fingerprint && !known.fingerprint.equals(fingerprint)) throw reused('file, mapping or format');
    if (known?.status === 'done' || known?.status === 'cancelled') return this.get(actor, known.id);
    const lines = readLines(decodeText(bytes, kind.charset));
    const file = await (kind.format === 'csv' ? openCsv : openNdjson)(lines, mapping ?? null);
    const { run, doneLine } = await this.begin(actor, { integrationId, key, fingerprint }, known);
    let lastLine = Math.max(1, doneLine);
    const heartbeat = setInterval(() => void this.lookAfter(run, ending).catch(() => undefined), this.heartbeatMs);
    try {
      for await (const chunk of inChunks(behind(doneLine, file.records))) {
        const next = await this.takeOver(actor, run, file, chunk, integrationId);
        lastLine = chunk.at(-1)!.line;
        if (next === 'cancel') throw new ImportCancelled();
      }
    } catch (error) {
      if (error instanceof ImportCancelled) {
        await this.finish(actor, run, file, 'cancelled', []);
        return await this.get(actor, run.id);
      }
      // The sender is told what went wrong, whether or not that can be written to the report as well.
      await this.finish(actor, run, file, 'failed', brokenOff(lastLine, error)).catch(() => undefined);
      throw error;
    } finally {
      clearInterval(heartbeat);
    }
    await this.finish(actor, run, file, 'done', []);
    return this.get(actor, run.id);
  }

  /** Imports of the workspace, newest first. */
  async list({ workspaceId }: Actor): Promise<ImportList> {
    await closeInterrupted(this.database);
    return { items: await listImports(this.database, workspaceId), nextCursor: null };
  }

  /** Says that an import lives, and ends it where somebody cancelled it, though its sender may be silent. */
  private async lookAfter(run: ImportRun, ending: AbortController): Promise<void> {
    if (await keepAlive(this.database, run)) ending.abort(new ImportCancelled());
  }

  /** Asks a running import to end after the chunk it works on; what was taken over stays. Throws `not_found`, `conflict`. */
  async cancel(actor: Actor, id: string): Promise<Import> {
    const { status } = await this.get(actor, id);
    if (status !== 'running') throw new AppProblem('conflict', `This import is not running, it is ${status}`);
    await this.database.transaction(async (transaction) => {
      await transaction.query('update import set cancel_requested = true where workspace_id = $1 and id = $2', [
        actor.workspaceId,
        id,
      ]);
      await audit(transaction, actor, { action: 'import.cancelled', targetKind: 'import', targetId: id });
    });
    return this.get(actor, id);
  }

  /** Every line of an import that was not taken over, as JSON lines. Throws `not_found`. */
  async errors(actor: Actor, id: string): Promise<AsyncGenerator<string>> {
    await this.get(actor, id);
    return asLines(readImportErrors(this.database, id));
  }

  /** The import of the key, where one may not or need not go on. */
  private async known(actor: Actor, key: string | undefined, integrationId: string | undefined) {
    if (key === undefined) return null;
    if (key.length === 0 || key.length > LONGEST_KEY)
      throw new AppProblem('invalid_request', 'Idempotency-Key must have 1 to 255 characters');
    await closeInterrupted(this.database);
    const known = await findImportOfKey(this.database, actor.id, key);
    if (known && known.integrationId !== (integrationId ?? null)) throw reused('integration');
    if (known?.status === 'running') throw stillRuns();
    return known;
  }

  private async begin(
    actor: Actor,
    what: { integrationId: string | undefined; key: string | undefined; fingerprint: Buffer },
    known: KnownImport | null,
  ): Promise<{ run: ImportRun; doneLine: number }> {
    const run = { id: known?.id ?? uuidv7(), run: uuidv7() };
    if (known) {
      if (!(await resumeImport(this.database, run.id, run.run))) throw stillRuns();
      return { run, doneLine: known.doneLine };
    }
    try {
      await startImport(this.database, run, { workspaceId: actor.workspaceId, actorId: actor.id, ...what });
    } catch (error) {
      throw isUniqueViolation(error, 'import_key') ? stillRuns() : error;
    }
    return { run, doneLine: 0 };
  }

  async get({ workspaceId }: Actor, id: string): Promise<Import> {
    await closeInterrupted(this.database);
    return readImport(this.database, workspaceId, id);
  }

  private async checkIntegration(actor: Actor, integrationId: string): Promise<void> {
    if (!actor.scopes.includes('syncs:write'))
      throw new AppProblem('forbidden', 'Sending what is imported needs the scope syncs:write');
    await readIntegration(this.database, actor.workspaceId, integrationId);
  }

  /** Writes one chunk, sends its companies, and keeps its part of the report: all of it or nothing. */
  private async takeOver(
    actor: Actor,
    run: ImportRun,
    file: RecordFile,
    texts: TextRecord[],
    integrationId: string | undefined,
  ): Promise<'go_on' | 'cancel'> {
    const records = file.read(texts);
    const lastLine = texts.at(-1)!.line;
    const unread: ImportError[] = [];
    const companies: NumberedCompany[] = [];
    for (const record of records) {
      const read = 'problem' in record ? record : readCompany(record.values, file);
      if ('problem' in read) unread.push({ line: record.line, ...read.problem });
      else companies.push({ line: record.line, company: read.company });
    }
    let rings: (() => Promise<void>)[] = [];
    const write = async (transaction: EntityManager) => {
      const errors = [...unread];
      const inputs = companies.map(({ company }) => company);
      const lines = companies.map(({ line }) => line);
      const results = await upsertCompanies(transaction, actor.workspaceId, inputs, { importId: run.id, lines });
      for (const [index, result] of results.entries())
        if ('conflict' in result) errors.push(conflictOf(companies[index]!, result));
      const counts = countOutcomes(results, records.length, errors.length);
      const inOrder = errors.toSorted((a, b) => a.line - b.line);
      rings = [await this.watcher.companiesChanged(transaction, actor.workspaceId, changedOf(results))];
      const companyIds = [...new Set(results.flatMap((result) => ('id' in result ? result.id : [])))];
      if (integrationId !== undefined && companyIds.length > 0) {
        const { sent, ring } = await this.sender.sendCompanies(transaction, actor, integrationId, companyIds);
        counts.sent = sent;
        rings.push(ring);
      }
      const how = await countChunk(transaction, run, counts, inOrder, { mapping: file.mapping, lastLine });
      if (how === 'lost') throw new AppProblem('conflict', 'This import was taken over by another request');
      return how;
    };
    const next = await againOnDeadlock(() => this.database.transaction(write));
    for (const ring of rings) await ring();
    return next;
  }

  private finish(
    actor: Actor,
    run: ImportRun,
    { mapping }: RecordFile,
    status: 'done' | 'cancelled' | 'failed',
    errors: ImportError[],
  ): Promise<void> {
    return this.database.transaction(async (transaction) => {
      await countChunk(transaction, run, NO_LINES, errors, { mapping, lastLine: 0 });
      await finishImport(transaction, run, status);
      const entry = { action: 'companies.imported', targetKind: 'import', targetId: run.id, details: { status } };
      await audit(transaction, actor, entry);
    });
  }
}

const NO_LINES: ImportCounts = { lines: 0, created: 0, updated: 0, unchanged: 0, failed: 0, sent: 0 };
const LONGEST_KEY = 255;

/** Records behind the line that was worked through before. */
async function* behind(line: number, records: AsyncIterable<TextRecord>): AsyncGenerator<TextRecord> {
  for await (const record of records) if (record.line > line) yield record;
}

async function* asLines(portions: AsyncIterable<object[]>): AsyncGenerator<string> {
  for await (const portion of portions) yield portion.map((value) => `${JSON.stringify(value)}\n`).join('');
}

const stillRuns = () =>
  new AppProblem('request_in_progress', 'This import still runs; ask again in a moment', undefined, 10);

const reused = (what: string) =>
  new AppProblem('idempotency_key_reused', `This Idempotency-Key was used for another ${what}; take a new one`);

/** What an import that ended early says of itself: how far it came. */
function brokenOff(lastLine: number, error: unknown): ImportError[] {
  const reason = error instanceof AppProblem ? error.detail : 'Something went wrong on our side';
  const message = `${reason}. Line ${lastLine} is the last that was looked at; import the file again to go on`;
  return [{ line: lastLine, code: 'broken_off', message }];
}

function countOutcomes(results: Upserted[], lines: number, failed: number): ImportCounts {
  const count = (outcome: string) =>
    results.filter((result) => 'outcome' in result && result.outcome === outcome).length;
  return {
    lines,
    failed,
    sent: 0,
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
  };
}

type Conflict = Extract<Upserted, { conflict: string }>;

/** Says which lines contradict each other and which of them was kept. */
function conflictOf({ line, company }: NumberedCompany, { conflict, other, otherLine }: Conflict): ImportError {
  const known = other.domain === undefined ? `"${other.name}"` : `"${other.name}" (${other.domain})`;
  if (conflict === 'duplicate_in_import') {
    const message = `"${company.name}" is the same company as ${known} in line ${otherLine}; line ${otherLine} was kept, line ${line} was not taken over`;
    return { line, code: 'duplicate_in_import', message, otherLine };
  }
  const message = `"${company.name}" has the domain of ${known}, which has another external id; line ${line} was not taken over`;
  return { line, code: 'domain_taken', message };
}
