import { checkMapping } from '@integration-queue/shared/check-mapping';
import type { CrmField, MappingProblem, MappingRow } from '@integration-queue/shared/mapping';
import type { SyncObject } from '@integration-queue/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { announceChange } from '../../events/notify.js';

/** Something in a mapping that no longer fits the CRM, as it is kept. */
export interface Finding extends MappingProblem {
  object: SyncObject;
  /** The CRM's own name of the field for people, also after it was removed. */
  label: string;
  /** ISO 8601. */
  since: string;
}

/** Per object and CRM field: its label when it was last there. */
type Labels = Partial<Record<SyncObject, Record<string, string>>>;

/** The live schema of the objects that were asked for. */
export type Schemas = Map<SyncObject, CrmField[]>;

/**
 * Compares the mappings in force with the CRM's schema and keeps what does not fit; what does again is forgotten. Objects
 * that are not in `schemas` keep their findings. The row is locked, so that of a check and a mapping being saved the later
 * one sees what the other did.
 */
export async function keepFindings(transaction: EntityManager, integrationId: string, schemas: Schemas): Promise<void> {
  const [kept] = await transaction.query<{ problems: Finding[]; labels: Labels; workspaceId: string }[]>(
    `select c.problems, c.labels, i.workspace_id as "workspaceId" from schema_check c join integration i on i.id = c.integration_id
     where c.integration_id = $1 for update of c`,
    [integrationId],
  );
  if (!kept) return;
  const mappings = await transaction.query<{ object: SyncObject; rows: MappingRow[] }[]>(
    `select distinct on (object) object, rows from mapping where integration_id = $1 order by object, version desc`,
    [integrationId],
  );
  const findings = kept.problems.filter(({ object }) => !schemas.has(object));
  const labels: Labels = { ...kept.labels };
  for (const { object, rows } of mappings) {
    const fields = schemas.get(object);
    if (!fields) continue;
    const known = labels[object] ?? {};
    findings.push(...find(object, rows, fields, known).map((finding) => keepSince(finding, kept.problems)));
    labels[object] = { ...known, ...labelsOf(rows, fields) };
  }
  await transaction.query('update schema_check set problems = $2, labels = $3 where integration_id = $1', [
    integrationId,
    JSON.stringify(findings),
    labels,
  ]);
  if (JSON.stringify(findings) === JSON.stringify(kept.problems)) return;
  const { workspaceId } = kept;
  await announceChange((sql, values) => transaction.query(sql, values), {
    workspaceId,
    integrationId,
    integration: true,
  });
}

function find(
  object: SyncObject,
  rows: MappingRow[],
  fields: CrmField[],
  known: Record<string, string>,
): Omit<Finding, 'since'>[] {
  const now = new Map(fields.map(({ name, label }) => [name, label]));
  return checkMapping(object, rows, fields).map((problem) => {
    const label = now.get(problem.target) ?? known[problem.target] ?? problem.target;
    const wasRemoved = problem.code === 'unknown_field' && Object.hasOwn(known, problem.target);
    return { ...problem, object, label, ...(wasRemoved ? removed(label) : {}) };
  });
}

function removed(label: string): Pick<Finding, 'code' | 'message' | 'hint'> {
  return {
    code: 'field_removed',
    message: `The field "${label}" was removed from the CRM`,
    hint: 'Choose another CRM field in the field mapping, or create it there again',
  };
}

function keepSince(finding: Omit<Finding, 'since'>, before: Finding[]): Finding {
  const known = before.find(
    ({ object, target, code, value }) =>
      object === finding.object && target === finding.target && code === finding.code && value === finding.value,
  );
  return { ...finding, since: known?.since ?? new Date().toISOString() };
}

function labelsOf(rows: MappingRow[], fields: CrmField[]): Record<string, string> {
  const mapped = new Set(rows.map(({ target }) => target));
  return Object.fromEntries(fields.filter(({ name }) => mapped.has(name)).map(({ name, label }) => [name, label]));
}
