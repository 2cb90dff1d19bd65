import { readJsonObject, type Answer, type Call } from '../../call.ts';
import { KEY_FIELD } from '../../fields.ts';
import type { Desk } from '../dialect.ts';
import { checkRow, writeRow } from '../row.ts';
import { ENTITIES, type EspoField } from './fields.ts';
import { show } from './records.ts';
import { refuse, refuseValue } from './refuse.ts';

/** What is looked for before an account is created, besides what an administrator chose. */
export const DEFAULT_DUPLICATE_CHECK = ['name', 'emailAddress'];

/** Creates one record. Attributes nobody knows are dropped without a word. */
export function create(desk: Desk, entity: string, fields: EspoField[], call: Call, duplicateCheck: string[]): Answer {
  const row = known(fields, readJsonObject(call));
  const checked = call.headers['x-skip-duplicate-check'] !== 'true';
  const duplicates = checked ? findDuplicates(desk, entity, fields, row, duplicateCheck) : [];
  if (duplicates.length > 0) {
    return {
      status: 409,
      headers: { 'x-status-reason': 'duplicate' },
      body: duplicates.map((record) => show(desk, fields, record)),
    };
  }
  return write(desk, entity, fields, row, null);
}

/** Changes one record. */
export function update(desk: Desk, entity: string, fields: EspoField[], call: Call, id: string): Answer {
  const record = desk.store.get(ENTITIES[entity]!.object, id);
  if (!record) return refuse(404, 'Record not found.');
  return write(desk, entity, fields, known(fields, readJsonObject(call)), record);
}

function write(
  desk: Desk,
  entity: string,
  fields: EspoField[],
  row: Record<string, unknown>,
  target: Parameters<typeof checkRow>[4],
): Answer {
  const { object } = ENTITIES[entity]!;
  const { properties, refusals } = checkRow(desk, object, fields, row, target);
  const refusal = refusals[0];
  if (refusal) return refuseValue(entity, fields, refusal);
  const { record } = writeRow(desk, object, properties, target);
  return { status: 200, body: show(desk, fields, record) };
}

function known(fields: EspoField[], body: Record<string, unknown>): Record<string, unknown> {
  const writable = new Set(fields.filter(({ readOnly }) => !readOnly).map(({ name }) => name));
  return Object.fromEntries(Object.entries(body).filter(([name]) => writable.has(name)));
}

function findDuplicates(
  { store }: Desk,
  entity: string,
  fields: EspoField[],
  row: Record<string, unknown>,
  duplicateCheck: string[],
) {
  if (entity !== 'Account') return [];
  const compared = fields.filter(({ name }) => duplicateCheck.includes(name) && row[name]);
  return [...store.all('companies')].filter((record) =>
    compared.some(({ name, stores }) =>
      stores === KEY_FIELD ? record.key === row[name] : record.properties[stores] === row[name],
    ),
  );
}
