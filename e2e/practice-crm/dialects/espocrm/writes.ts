import { readJsonObject, type Answer, type Call } from '../../call.ts';
import { KEY_FIELD } from '../../fields.ts';
import type { Desk } from '../dialect.ts';
import { checkRow, writeRow } from '../row.ts';
import { ENTITIES, type EspoField } from './fields.ts';
import { show } from './records.ts';
import { refuse, refuseInvalid, refuseLink, refuseValue } from './refuse.ts';
import { OWN_ID, userOf } from './users.ts';
import { CURRENCIES, findInvalid, sanitise } from './validators.ts';

/** What is looked for before an account is created, besides what an administrator chose. */
export const DEFAULT_DUPLICATE_CHECK = ['name', 'emailAddress'];

/** A user's id that belongs to nobody. */
const NOBODY = 'nobody';

/** Creates one record. Attributes nobody knows are dropped without a word. */
export function create(desk: Desk, entity: string, fields: EspoField[], call: Call, duplicateCheck: string[]): Answer {
  const given = known(fields, readJsonObject(call));
  const row = entity === 'Opportunity' && given['amount'] ? { amountCurrency: CURRENCIES[0], ...given } : given;
  return write(desk, entity, fields, call, row, null, () => {
    const checked = call.headers['x-skip-duplicate-check'] !== 'true';
    const duplicates = checked ? findDuplicates(desk, entity, fields, row, duplicateCheck) : [];
    if (duplicates.length === 0) return null;
    return {
      status: 409,
      headers: { 'x-status-reason': 'duplicate' },
      body: duplicates.map((record) => show(desk, fields, record)),
    };
  });
}

/** Changes one record. */
export function update(desk: Desk, entity: string, fields: EspoField[], call: Call, id: string): Answer {
  const record = desk.store.get(ENTITIES[entity]!.object, id);
  if (!record) return refuse(404, `Record ${id} not found.`);
  return write(desk, entity, fields, call, known(fields, readJsonObject(call)), record, () => null);
}

/** First the values are looked at, then to whom and what the record leads, then whether it is there already. */
function write(
  desk: Desk,
  entity: string,
  fields: EspoField[],
  call: Call,
  row: Record<string, unknown>,
  target: Parameters<typeof checkRow>[4],
  findConflict: () => Answer | null,
): Answer {
  const { object } = ENTITIES[entity]!;
  const invalid = findInvalid(fields, row);
  if (invalid) return refuseInvalid(entity, invalid.field, invalid.type);
  const { properties, refusals } = checkRow(desk, object, fields, row, target);
  const refusal = refusals[0];
  if (refusal) return refuseValue(entity, fields, refusal);
  const owner = row['assignedUserId'];
  if (owner && owner !== OWN_ID && !userOf(call).assignsOthers) {
    return refuse(403, 'Assignment failure: assigned user or team not allowed.');
  }
  if (owner === NOBODY) return refuseLink(entity, 'assignedUser', 'User');
  const conflict = findConflict();
  if (conflict) return conflict;
  const { record } = writeRow(desk, object, properties, target);
  return { status: 200, body: show(desk, fields, record) };
}

function known(fields: EspoField[], body: Record<string, unknown>): Record<string, unknown> {
  const writable = new Set(fields.filter(({ readOnly }) => !readOnly).map(({ name }) => name));
  const several = new Set(fields.filter(({ type }) => type === 'options').map(({ name }) => name));
  const given = Object.entries(body).filter(([name]) => writable.has(name));
  return sanitise(
    fields,
    Object.fromEntries(
      given.map(([name, value]) => [name, several.has(name) && Array.isArray(value) ? value.join(';') : value]),
    ),
  );
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
