import type { Company, CompanyInput } from '@integration-queue/shared/company';
import type { EntityManager } from 'typeorm';
import { asCandidate, type Candidate, identitiesOf } from './candidate.js';
import { type KnownCompany, Register, type Taken } from './register.js';
import { findCompanies } from './sql/find-companies.js';
import { rememberLines } from './sql/import-lines.js';
import { lockIdentities } from './sql/lock-identities.js';
import { freeDomains, insertCompanies, updateCompanies } from './sql/write-companies.js';

/** Where one of so few is new, all are locked anyway, and looked for once: of 1,000 new ones that takes 15 ms. */
const ASKED_FIRST = 20;

/** The import the inputs come from, and the line of each, same order. */
export interface ImportOrigin {
  importId: string;
  lines: number[];
}

/**
 * What became of one input. `company` is as it is after the whole call. `domain_taken`: the domain belongs to `other`, which
 * has another `externalId`. `duplicate_in_import`: line `otherLine` of the same import was about `other` already, and stays.
 */
export type Upserted =
  | { id: string; company: Company; outcome: 'created' | 'updated' | 'unchanged' }
  | { conflict: 'domain_taken' | 'duplicate_in_import'; otherId: string; other: Company; otherLine?: number };

/**
 * Takes companies over, in order, a handful of statements for any number. Found by `externalId`, else by domain, else
 * (without either) by name, whatever its case, among companies without a domain. What is absent stays as it is stored;
 * nothing is ever cleared. A company found by its domain that has no `externalId` yet gets the one that comes with it.
 *
 * Safe beside any other call: who writes first locks the identities of all inputs, then the companies found, both in a
 * fixed order. Inputs that change nothing lock nothing. Call it once a transaction, before anything else is locked there.
 */
export async function upsertCompanies(
  transaction: EntityManager,
  workspaceId: string,
  inputs: CompanyInput[],
  origin?: ImportOrigin,
): Promise<Upserted[]> {
  if (inputs.length === 0) return [];
  const candidates = inputs.map(asCandidate);
  const look = async (locked: boolean, some = candidates) => {
    const importId = origin?.importId ?? null;
    return new Register(await findCompanies(transaction, workspaceId, some, { importId, locked }));
  };
  const knowsAll = (register: Register, some: Candidate[]) => some.every((candidate) => register.knows(candidate));
  const takeAll = (register: Register) =>
    candidates.map((candidate, index) => register.take(candidate, origin?.lines[index]));
  const first = candidates.slice(0, ASKED_FIRST);
  let register = await look(false, first);
  if (first.length < candidates.length && knowsAll(register, first)) register = await look(false);
  let taken = knowsAll(register, candidates) ? takeAll(register) : null;
  if (!taken || register.changed.size > 0) {
    await lockIdentities(transaction, workspaceId, candidates.flatMap(identitiesOf));
    register = await look(true);
    taken = takeAll(register);
    await freeDomains(transaction, [...register.moved]);
    await updateCompanies(transaction, [...register.changed]);
    await insertCompanies(transaction, workspaceId, [...register.created]);
  }
  if (origin) await rememberLines(transaction, origin.importId, companiesOf(taken));
  return taken.map(asUpserted);
}

/**
 * The company an input would be, were it taken over now: with what is stored of it, and with its id only where it is stored.
 * Nothing is written.
 */
export async function foreseeCompany(
  database: EntityManager,
  workspaceId: string,
  input: CompanyInput,
): Promise<Partial<Company>> {
  const candidate = asCandidate(input);
  const register = new Register(
    await findCompanies(database, workspaceId, [candidate], { importId: null, locked: false }),
  );
  const taken = register.take(candidate);
  if ('company' in taken && !register.created.has(taken.company)) return asCompany(taken.company);
  const { externalId, domain, ...company } = input;
  return {
    ...company,
    ...(externalId && { externalId }),
    ...(candidate.domain !== null && { domain: candidate.domain }),
  };
}

/** The companies that are new or different now, each once. */
export function changedOf(results: Upserted[]): Company[] {
  const changed = results.flatMap((result) =>
    'id' in result && result.outcome !== 'unchanged' ? [result.company] : [],
  );
  return [...new Map(changed.map((company) => [company.id, company])).values()];
}

function companiesOf(taken: Taken[]): KnownCompany[] {
  return taken.flatMap((result) => ('company' in result ? result.company : []));
}

function asUpserted(result: Taken): Upserted {
  if ('company' in result) {
    const company = asCompany(result.company);
    return { id: company.id, company, outcome: result.outcome };
  }
  const { conflict, other } = result;
  const otherLine = other.line === null ? {} : { otherLine: other.line };
  return { conflict, otherId: other.id, other: asCompany(other), ...otherLine };
}

/** A stored company in the contract's shape. */
export function asCompany({ id, externalId, name, domain, data, createdAt, updatedAt }: KnownCompany): Company {
  return {
    id,
    name,
    ...(externalId === null ? {} : { externalId }),
    ...(domain === null ? {} : { domain }),
    ...data,
    createdAt: createdAt!.toISOString(),
    updatedAt: updatedAt!.toISOString(),
  };
}
