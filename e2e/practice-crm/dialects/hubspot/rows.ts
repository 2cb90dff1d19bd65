import { quote, type Refusal } from '../../refusal.ts';
import type { FieldDefinition } from '../../fields.ts';
import { nameIndex } from '../../intake.ts';
import type { CrmObject, Properties } from '../../objects.ts';
import type { StoredRecord } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { checkRow } from '../row.ts';
import { checkLinks, type Link } from './associations.ts';
import { describeViolations, type HubspotError, type Violation } from './errors.ts';
import { KINDS, PIPELINES } from './fields.ts';
import { PORTAL_ID } from './records.ts';
import { toStored } from './values.ts';

/** One record to write, after its place was found. */
export interface Row {
  target: StoredRecord | null;
  properties: Record<string, unknown>;
  links: Link[];
  traceId?: string;
}

export type Checked = { properties: Properties } | { status: 400 | 404 | 409; error: HubspotError };

/** Looks at one row as HubSpot would before it writes. */
export function check(desk: Desk, object: CrmObject, fields: FieldDefinition[], row: Row): Checked {
  const { kind } = KINDS[object];
  const byName = nameIndex(fields);
  const decoded: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row.properties)) {
    const field = byName.get(name);
    decoded[name] = field ? toStored(field, value) : value;
  }
  const { properties, refusals, holder } = checkRow(desk, object, fields, decoded, row.target);
  const stage = findForeignStage(properties, row.target);
  const all = stage ? [...refusals, stage] : refusals;
  if (all.length > 0) {
    const violations = all.map((refusal) => explain(refusal, byName.get(refusal.field), row.properties));
    return { status: 400, error: describeViolations(kind, violations, PORTAL_ID) };
  }
  if (holder) return { status: 409, error: conflict(kind, holder) };
  const broken = checkLinks(desk, object, row.links);
  return broken ? { status: 400, error: broken } : { properties };
}

function explain(refusal: Refusal, field: FieldDefinition | undefined, row: Record<string, unknown>): Violation {
  return {
    ...refusal,
    value: row[refusal.field],
    ...(field ? { type: field.type } : {}),
    ...(field?.options ? { options: field.options.map(({ value }) => value) } : {}),
  };
}

/** A stage belongs to one pipeline; the default one where a deal has none. */
function findForeignStage(properties: Properties, target: StoredRecord | null): Refusal | null {
  const stage = properties['stage'];
  if (typeof stage !== 'string') return null;
  const id = properties['pipeline'] ?? target?.properties['pipeline'] ?? PIPELINES[0]!.id;
  const pipeline = PIPELINES.find((candidate) => candidate.id === id);
  if (!pipeline || pipeline.stages.some((candidate) => candidate.id === stage)) return null;
  return {
    code: 'invalid_option',
    field: 'dealstage',
    message: `${quote(stage)} is no stage of the pipeline ${pipeline.label}.`,
  };
}

function conflict(kind: string, holder: StoredRecord): HubspotError {
  const name = kind.replace(/^(.)(.*)$/, (_, first: string, rest: string) => first + rest.toLowerCase());
  return {
    category: 'CONFLICT',
    message: `${name} already exists. Existing ID: ${holder.id}`,
    context: { existingId: [holder.id] },
  };
}
