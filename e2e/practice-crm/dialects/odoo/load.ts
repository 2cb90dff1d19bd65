import { KEY_FIELD } from '../../fields.ts';
import type { Properties } from '../../objects.ts';
import type { Refusal } from '../../refusal.ts';
import type { StoredRecord } from '../../store.ts';
import type { Desk } from '../dialect.ts';
import { checkRow, writeRow } from '../row.ts';
import { COUNTRIES } from './countries.ts';
import { notAllowed, OdooException } from './faults.ts';
import { keyOf } from './external-ids.ts';
import { MODELS, type OdooField } from './models.ts';
import { stageNamed, STAGES } from './stages.ts';
import type { User } from './users.ts';
import { textOfHtml, typeOf } from './values.ts';

interface Message {
  type: 'error' | 'warning';
  message: string;
  record?: number;
  rows?: { from: number; to: number };
  field?: string;
  moreinfo?: unknown;
}

interface Row {
  target: StoredRecord | null;
  properties: Properties;
  /** Why the database or a right does not let it be written, as far as that was tried. */
  refusals: [string, Partial<Message>?][];
}

/** What a call of `load` brings along. */
export interface LoadCall {
  model: string;
  columns: string[];
  data: string[][];
  user: User;
  /** Of the call's context. */
  lang: unknown;
}

/** After so many failed rows, and where it is more than one in ten, Odoo tries no further. */
const ENOUGH = 10;

/**
 * `load`: upserts a matrix of text, by external id (`id`) or database id (`.id`); with both the external id counts. All rows
 * or none.
 * @param fields those that are there.
 */
export function load(desk: Desk, fields: OdooField[], call: LoadCall) {
  const { model, columns, data, user, lang } = call;
  const { object, label } = MODELS[model]!;
  const messages: Message[] = [];
  const complainOf =
    (index: number) =>
    (message: string, more: Partial<Message> = {}) =>
      void messages.push({ type: 'error', message, record: index, rows: { from: index, to: index }, ...more });
  const rows = data.map((cells, index) => readRow(desk, fields, call, columns, cells, complainOf(index)));
  const right = columns.includes('.id') ? 'modify' : 'create';
  const denied = user.mayWrite ? null : notAllowed(right, label, model, lang ?? user.lang).message;
  tryEach(rows, denied, messages, complainOf);
  if (messages.some(({ type }) => type === 'error')) return { ids: false, messages, nextrow: 0 };
  const written = rows.map(({ target, properties }) => writeRow(desk, object, properties, target));
  return { ids: desk.faults.answerRows(written.map(({ record }) => Number(record.id))), messages: [], nextrow: 0 };
}

/** Row by row, until it is clear that it is not about single rows. */
function tryEach(
  rows: Row[],
  denied: string | null,
  messages: Message[],
  complainOf: (index: number) => Complain,
): void {
  let errors = 0;
  for (const [index, { refusals }] of rows.entries()) {
    const refused: Row['refusals'] = denied === null ? refusals : [[denied]];
    for (const refusal of refused) complainOf(index)(...refusal);
    if (refused.length > 0) errors += 1;
    if (errors < ENOUGH || errors < (index + 1) / 10) continue;
    messages.push({
      type: 'warning',
      message:
        'Found more than 10 errors and more than one error per 10 records, interrupted to avoid showing too many errors.',
    });
    return;
  }
}

type Complain = (message: string, more?: Partial<Message>) => void;

function readRow(
  desk: Desk,
  fields: OdooField[],
  { model, lang }: LoadCall,
  columns: string[],
  cells: string[],
  complain: Complain,
): Row {
  const { object } = MODELS[model]!;
  let target: StoredRecord | null = null;
  const given: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    const text = cells[index] ?? '';
    if (column === 'id') {
      const key = keyOf(object, text);
      given['id'] = key;
      target = desk.store.byKey(object, key)[0] ?? null;
    } else if (column === '.id') {
      if (columns.includes('id')) continue;
      target = desk.store.get(object, text);
      if (!target) complain(`Unknown database identifier '${text}'`, { field: '.id' });
    } else readCell(desk, fields, column, text, lang, given, complain);
  }
  const named = fields.filter(
    ({ name, stores }) => name in given || stores === KEY_FIELD || stores === 'title' || name === 'name',
  );
  const { properties, refusals } = checkRow(desk, object, named, given, target);
  // What a value is not taken for is found when it is read; only the database tells the rest.
  const flaws = refusals.filter(({ code }) => code === 'invalid_type');
  for (const refusal of flaws) complain(...say(fields, refusal));
  const others = refusals.filter((refusal) => !flaws.includes(refusal));
  return { target, properties, refusals: others.map((refusal) => say(fields, refusal)) };
}

function readCell(
  desk: Desk,
  fields: OdooField[],
  column: string,
  text: string,
  lang: unknown,
  given: Record<string, unknown>,
  complain: Complain,
): void {
  const [name = '', by] = column.split('/');
  const field = fields.find((candidate) => candidate.name === name);
  // Odoo looks its converter up in a dictionary; for an empty cell it does not get so far.
  if (!field) throw new OdooException('builtins.KeyError', text === '' ? `Invalid field '${name}'` : name);
  if (text === '') return void (given[name] = null);
  const { label } = field;
  if (field.type === 'options') {
    const names = text.split(',');
    const unknown = names.find((one) => !field.options?.some((option) => option.value === one));
    if (unknown === undefined) given[name] = names.join(';');
    else complain(`No matching record found for name '${unknown}' in field '${label}'`, { field: name });
    return;
  }
  if (field.relation) {
    const found = refer(desk, field, by, text, lang);
    const kind = { id: 'external id', '.id': 'database id' }[by ?? ''] ?? 'name';
    if (found === null) {
      complain(`No matching record found for ${kind} '${text}' in field '${label}'`, { field: name });
    } else given[name] = found;
    return;
  }
  switch (typeOf(field)) {
    case 'float': {
      const number = Number(text);
      if (Number.isNaN(number))
        complain(`'${text}' does not seem to be a number for field '${label}'`, { field: name });
      else given[name] = number;
      return;
    }
    case 'many2one_reference':
      if (/^\d+$/.test(text)) given[name] = text;
      else complain(`'${text}' does not seem to be an integer for field '${label}'`, { field: name });
      return;
    case 'boolean':
      return void (given[name] = ['1', 'true', 'yes'].includes(text.toLowerCase()));
    case 'html':
      return void (given[name] = textOfHtml(text));
    case 'selection': {
      const options = field.options ?? [];
      const option = options.find((one) =>
        [one.value, one.label].some((word) => word.toLowerCase() === text.toLowerCase()),
      );
      if (option) given[name] = option.value;
      else {
        const moreinfo = options.map((one) => one.label);
        complain(`Value '${text}' not found in selection field '${label}'`, { field: name, moreinfo });
      }
      return;
    }
    case 'datetime':
      return void (given[name] = `${text.replace(' ', 'T')}Z`);
    default:
      // Odoo gives a website the scheme it lacks.
      given[name] = name === 'website' && !/^[a-z]+:\/\//i.test(text) ? `http://${text}` : text;
  }
}

/** What the store keeps of the record a cell refers to; null where there is none. */
function refer(
  { store }: Desk,
  { relation }: OdooField,
  by: string | undefined,
  text: string,
  lang: unknown,
): string | null {
  if (relation === 'res.partner') {
    if (by === '.id') return store.get('companies', text)?.id ?? null;
    if (by === 'id') return store.byKey('companies', keyOf('companies', text))[0]?.id ?? null;
    return [...store.all('companies')].find(({ properties }) => properties['name'] === text)?.id ?? null;
  }
  if (relation === 'res.country') {
    const country = COUNTRIES.find(({ code, name, externalId }, index) =>
      by === '.id' ? String(index + 1) === text : by === 'id' ? externalId === text : [code, name].includes(text),
    );
    return country?.code ?? null;
  }
  if (relation === 'crm.stage') {
    const stage = by === '.id' ? STAGES.find(({ id }) => String(id) === text) : stageNamed(text, lang);
    return stage?.en_US ?? null;
  }
  if (by === 'id' && !/^(base|mail)\./.test(text)) return null;
  return text === 'Nobody' ? null : text;
}

function say(fields: OdooField[], { code, field, message }: Refusal): [string, Partial<Message>?] {
  const label = fields.find(({ name }) => name === field)?.label ?? field;
  if (code === 'required_field') {
    return [
      `The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n- Delete: another model requires the record being deleted. If possible, archive it instead.\n\nModel: Contact (res.partner)\nField: ${label} (${field})\n`,
    ];
  }
  if (code === 'invalid_type') return [`time data does not fit field '${label}'`, { field }];
  if (code === 'invalid_option') return [`No matching record found for database id in field '${label}'`, { field }];
  return [message];
}
