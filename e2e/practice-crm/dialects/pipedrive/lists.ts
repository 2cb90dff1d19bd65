import type { Answer, Call } from '../../call.ts';
import type { CrmObject } from '../../objects.ts';
import type { StoredRecord } from '../../store.ts';
import { textOf } from '../../text-of.ts';
import type { Desk } from '../dialect.ts';
import { fail, ok } from './answers.ts';
import { NAMES } from './fields.ts';
import { fieldsOf, show } from './records.ts';
import { toShown } from './values.ts';

const MOST_PER_PAGE = 500;

/** `GET /api/v2/{objects}`: by ids, or page by page. */
export function list(desk: Desk, object: CrmObject, { query }: Call): Answer {
  const ids = query.get('ids')?.split(',');
  const since = query.get('updated_since');
  if (since !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(since)) {
    return fail(
      400,
      `Validation failed: updated_since: ${since} is not a valid datetime`,
      'ERR_SCHEMA_VALIDATION_FAILED',
    );
  }
  const all = ids
    ? ids.map((id) => desk.store.get(object, id)).filter((record) => record !== null)
    : [...desk.store.all(object)].filter(({ updatedAt }) => since === null || updatedAt >= since);
  return page(all, query, (record) => show(desk, object, record));
}

/** `GET /api/v2/{objects}/search`: in names and custom fields, without regard to case. */
export function search(desk: Desk, object: CrmObject, { query }: Call): Answer {
  const term = (query.get('term') ?? '').toLowerCase();
  const isExact = query.get('exact_match') === 'true';
  const problem = checkTerm(term, isExact);
  if (problem) return problem;
  const wanted = query.get('fields')?.split(',') ?? ['name', 'title', 'custom_fields', 'address'];
  const fields = fieldsOf(desk, object).filter(({ name, details }) =>
    details.isCustom ? wanted.includes('custom_fields') : wanted.includes(name),
  );
  const fits = (value: unknown) =>
    isExact ? textOf(value).toLowerCase() === term : textOf(value).toLowerCase().includes(term);
  const found = findIndexed(desk, object, (record) =>
    fields.some((field) => {
      const value = toShown(record, field);
      return value !== null && fits(value);
    }),
  );
  return page(found, query, (record) => searchItem(desk, object, record), 'items');
}

/** `GET /api/v2/itemSearch/field`: in one field, with regard to case. */
export function searchField(desk: Desk, { query }: Call): Answer {
  const entity = query.get('entity_type');
  const object = (Object.keys(NAMES) as CrmObject[]).find((name) => NAMES[name].entity === entity && name !== 'tasks');
  if (!object)
    return fail(400, `Validation failed: entity_type: ${entity ?? ''} is not valid`, 'ERR_SCHEMA_VALIDATION_FAILED');
  const [term, match] = [query.get('term') ?? '', query.get('match') ?? 'exact'];
  const problem = checkTerm(term, match === 'exact');
  if (problem) return problem;
  const field = fieldsOf(desk, object).find(({ name }) => name === query.get('field'));
  if (!field) return fail(400, `Validation failed: field: unknown field`, 'ERR_SCHEMA_VALIDATION_FAILED');
  const fits = (text: string) =>
    match === 'exact' ? text === term : match === 'beginning' ? text.startsWith(term) : text.includes(term);
  const found = findIndexed(desk, object, (record) => {
    const value = toShown(record, field);
    return value !== null && fits(textOf(value));
  });
  return page(found, query, (record) => ({
    result_score: 1,
    item: { id: Number(record.id), [field.name]: toShown(record, field) },
  }));
}

function searchItem(desk: Desk, object: CrmObject, record: StoredRecord) {
  const custom = fieldsOf(desk, object).filter(({ details }) => details.isCustom);
  const values = custom.map((field) => toShown(record, field)).filter((value) => value !== null);
  const { name, title } = record.properties;
  return {
    result_score: 1,
    item: {
      id: Number(record.id),
      type: NAMES[object].entity,
      ...(object === 'deals' ? { title } : { name }),
      visible_to: 3,
      custom_fields: values.map(textOf),
      notes: [],
    },
  };
}

/** The index has a record only after a while. */
function findIndexed({ store, faults }: Desk, object: CrmObject, fits: (record: StoredRecord) => boolean) {
  return [...store.all(object)].filter((record) => faults.isIndexed(record.createdAt) && fits(record));
}

function checkTerm(term: string, isExact: boolean): Answer | null {
  if (term.length >= (isExact ? 1 : 2)) return null;
  return fail(400, 'Validation failed: term: must have at least 2 characters', 'ERR_SCHEMA_VALIDATION_FAILED');
}

function page(
  records: StoredRecord[],
  query: URLSearchParams,
  shape: (record: StoredRecord) => unknown,
  inside?: 'items',
): Answer {
  const limit = Math.min(Number(query.get('limit') ?? 100), MOST_PER_PAGE);
  const from = Number(Buffer.from(query.get('cursor') ?? '', 'base64url').toString() || 0);
  const shown = records.slice(from, from + limit).map(shape);
  const next = from + limit < records.length ? Buffer.from(String(from + limit)).toString('base64url') : null;
  return ok(inside ? { [inside]: shown } : shown, { additional_data: { next_cursor: next } });
}
