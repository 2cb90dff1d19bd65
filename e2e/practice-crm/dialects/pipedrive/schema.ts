import { readJsonObject, type Answer, type Call } from '../../call.ts';
import type { CustomField } from '../../custom-fields.ts';
import { field } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';
import type { Desk } from '../dialect.ts';
import { fail, notFound, ok } from './answers.ts';
import { ACTIVITY_TYPES, CURRENCIES, PIPELINES, STAGES, TYPES, USERS, type PipedriveField } from './fields.ts';
import { BASE, fieldsOf, newFieldCode } from './records.ts';

const BORN = '2026-01-01T00:00:00Z';

/** `GET /api/v2/{object}Fields` */
export function listFields(desk: Desk, object: CrmObject): Answer {
  return ok(fieldsOf(desk, object).map(show), { additional_data: { next_cursor: null } });
}

/** `GET /api/v2/{object}Fields/{code}` */
export function readField(desk: Desk, object: CrmObject, code: string): Answer {
  const found = fieldsOf(desk, object).find(({ name }) => name === code);
  return found ? ok(show(found)) : notFound('Field');
}

/** `POST /api/v2/{object}Fields`: its code is made up here. */
export function createField(desk: Desk, object: CrmObject, call: Call): Answer {
  const { field_name: label, field_type: pdType, options } = readJsonObject(call);
  const type = TYPES[String(pdType)];
  if (typeof label !== 'string' || label === '' || !type) {
    return fail(400, 'Validation failed: field_name and field_type are required', 'ERR_SCHEMA_VALIDATION_FAILED');
  }
  const given = Array.isArray(options) ? (options as { label: string }[]) : [];
  const code = newFieldCode();
  const added: CustomField = {
    ...field(code, label, type, {
      ...(type.startsWith('option')
        ? { options: given.map((option, index) => ({ value: String(index + 1), label: option.label })) }
        : {}),
    }),
    details: { pdType, isCustom: true },
  };
  return ok(show(desk.customFields.add(BASE, object, added) as CustomField & PipedriveField));
}

function show({ name, label, type, required, options, details }: PipedriveField) {
  const isNumbered = (options ?? []).every(({ value }) => /^\d+$/.test(value));
  return {
    field_name: label,
    field_code: name,
    field_type: details.pdType,
    is_custom_field: details.isCustom ?? false,
    is_optional_response_field: false,
    options: type.startsWith('option')
      ? (options ?? []).map((option) => ({
          id: isNumbered ? Number(option.value) : option.value,
          label: option.label,
        }))
      : null,
    subfields: null,
    required_fields: { enabled: required, stage_ids: [], statuses: {} },
  };
}

export const listPipelines = () =>
  ok(
    PIPELINES.map(({ id, name }, order) => ({
      id,
      name,
      order_nr: order,
      is_deleted: false,
      is_deal_probability_enabled: true,
      add_time: BORN,
      update_time: BORN,
    })),
    { additional_data: { next_cursor: null } },
  );

export const listStages = ({ query }: Call) => {
  const pipeline = query.get('pipeline_id');
  const stages = STAGES.filter(({ pipeline_id: id }) => pipeline === null || String(id) === pipeline);
  return ok(
    stages.map((stage, order) => ({
      ...stage,
      order_nr: order,
      is_deleted: false,
      is_deal_rot_enabled: false,
      days_to_rotten: null,
      add_time: BORN,
      update_time: BORN,
    })),
    { additional_data: { next_cursor: null } },
  );
};

const showUser = (user: (typeof USERS)[number]) => ({
  ...user,
  active_flag: true,
  is_admin: user.id === 71 ? 1 : 0,
  lang: 1,
  default_currency: 'EUR',
  timezone_name: 'Europe/Amsterdam',
});

/** Still only in the first version of the API: users, activity types, currencies. */
export const listUsers = () => ok(USERS.map(showUser));

export const readMe = ({ url }: Desk) =>
  ok({
    ...showUser(USERS[0]!),
    company_id: 4010,
    company_name: 'Practice CRM',
    company_domain: new URL(url()).hostname,
    company_country: 'NL',
  });

export const listActivityTypes = () =>
  ok(
    ACTIVITY_TYPES.map((key, index) => ({
      id: index + 1,
      key_string: key,
      name: key,
      order_nr: index,
      active_flag: true,
    })),
  );

export const listCurrencies = () =>
  ok(CURRENCIES.map((code, index) => ({ id: index + 1, code, name: code, decimal_points: 2, active_flag: true })));
