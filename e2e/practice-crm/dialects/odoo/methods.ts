import { KEY_FIELD } from '../../fields.ts';
import { presentFields } from '../../intake.ts';
import type { Desk } from '../dialect.ts';
import { externalIdMethods, externalIdsOf } from './external-ids.ts';
import { OdooException, userError } from './faults.ts';
import { load } from './load.ts';
import { MODELS, type OdooField } from './models.ts';
import { search } from './search.ts';
import { readTags } from './tags.ts';
import type { User } from './users.ts';
import { show, typeOf } from './values.ts';

/** Runs one method of one model, with its arguments by name. @throws OdooException */
export function runMethod(
  desk: Desk,
  user: User,
  model: string,
  method: string,
  args: Record<string, unknown>,
): unknown {
  if (model === 'res.users') return ofUsers(user, method);
  if (model === 'ir.model.data') {
    const methods = externalIdMethods(desk, user.isAdmin);
    if (method === 'search_read') return methods.search_read(args['domain'] as [string, string, unknown][]);
    if (method === 'create') return methods.create(args['vals_list'] as never);
    if (method === 'check_object_reference') {
      return methods.check_object_reference(String(args['module']), String(args['xml_id']));
    }
    throw noMethod(model, method);
  }
  if (model === 'res.partner.category' && method === 'search_read') return readTags(args['domain']);
  const known = Object.hasOwn(MODELS, model) ? MODELS[model] : undefined;
  if (!known) throw userError(`Object ${model} doesn't exist`);
  const fields = presentFields(known.fields, desk.faults.current) as OdooField[];
  switch (method) {
    case 'fields_get':
      return describe(fields);
    case 'check_access_rights':
      return args['operation'] === 'read' || user.mayWrite;
    case 'default_get':
      return defaults(args['fields'] as string[]);
    case 'load':
      return load(desk, fields, {
        model,
        columns: args['fields'] as string[],
        data: args['data'] as string[][],
        user,
        lang: (args['context'] as { lang?: unknown } | undefined)?.lang,
      });
    case 'search_read':
      return read(desk, model, fields, args);
    case 'get_external_id':
      return externalIdsOf(desk, known.object, args['ids'] as number[]);
    case 'unlink':
      for (const id of args['ids'] as number[]) desk.store.delete(known.object, String(id));
      return true;
    default:
      throw noMethod(model, method);
  }
}

/** What a new record has by itself. */
function defaults(names: string[]): Record<string, unknown> {
  const all: Record<string, unknown> = { type: 'opportunity', date_deadline: new Date().toISOString().slice(0, 10) };
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function ofUsers(user: User, method: string): unknown {
  if (method === 'context_get') return { lang: user.lang, tz: 'Europe/Berlin', uid: user.id };
  if (method === 'search_read') return [{ id: user.id, name: 'Pat Practice', company_id: [1, 'Practice CRM'] }];
  throw noMethod('res.users', method);
}

function read(desk: Desk, model: string, fields: OdooField[], args: Record<string, unknown>): unknown {
  const names = args['fields'] as string[];
  const unknown = names.find(
    (name) => !['id', 'active'].includes(name) && !fields.some((field) => field.name === name),
  );
  if (unknown) throw new OdooException('builtins.ValueError', `Invalid field '${unknown}' on model '${model}'`);
  return search(desk, model, fields, args['domain']).map((record) => ({
    id: Number(record.id),
    ...(names.includes('active') ? { active: true } : {}),
    ...Object.fromEntries(
      fields
        .filter(({ name, stores }) => names.includes(name) && stores !== KEY_FIELD)
        .map((field) => [field.name, show(desk, field, record)]),
    ),
  }));
}

function describe(fields: OdooField[]): Record<string, unknown> {
  const shown = fields.filter(({ stores }) => stores !== KEY_FIELD);
  const described: Record<string, unknown> = {
    id: { string: 'ID', type: 'integer', required: false, readonly: true, store: true },
  };
  for (const field of shown) {
    described[field.name] = {
      string: field.label,
      type: typeOf(field),
      // `fields_get` does not know of the database's own check.
      required: field.required && field.name !== 'name',
      readonly: field.readOnly,
      store: true,
      ...(field.relation ? { relation: field.relation } : {}),
      ...(field.options && field.type === 'option'
        ? { selection: field.options.map(({ value, label }) => [value, label]) }
        : {}),
    };
  }
  return described;
}

const noMethod = (model: string, method: string) =>
  new OdooException('builtins.AttributeError', `The method '${model}.${method}' does not exist`);
