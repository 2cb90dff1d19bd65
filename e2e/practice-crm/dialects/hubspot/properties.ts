import { readJsonObject, type Answer, type Call } from '../../call.ts';
import type { CustomField } from '../../custom-fields.ts';
import type { FieldDefinition, FieldType } from '../../fields.ts';
import type { CrmObject } from '../../objects.ts';
import type { Desk } from '../dialect.ts';
import { fail, invalid } from './errors.ts';
import { EXTERNAL_OPTIONS, KINDS } from './fields.ts';
import { BASE, fieldsOf } from './records.ts';

const MOST_UNIQUE = 10;

/** HubSpot's `type` and `fieldType` for ours. */
const TYPES: Record<FieldType, [type: string, fieldType: string]> = {
  string: ['string', 'text'],
  text: ['string', 'textarea'],
  number: ['number', 'number'],
  date: ['date', 'date'],
  datetime: ['datetime', 'date'],
  boolean: ['bool', 'booleancheckbox'],
  url: ['string', 'text'],
  email: ['string', 'text'],
  phone: ['string', 'phonenumber'],
  option: ['enumeration', 'select'],
  options: ['enumeration', 'checkbox'],
  reference: ['string', 'text'],
};

const OURS: Record<string, FieldType> = {
  string: 'string',
  number: 'number',
  date: 'date',
  datetime: 'datetime',
  bool: 'boolean',
  enumeration: 'option',
  phone_number: 'phone',
};

/** `GET /crm/v3/properties/{object}` */
export function listProperties(desk: Desk, object: CrmObject): Answer {
  return { status: 200, body: { results: fieldsOf(desk, object).map((field) => show(object, field)) } };
}

/** `GET /crm/v3/properties/{object}/{name}` */
export function readProperty(desk: Desk, object: CrmObject, name: string): Answer {
  const field = fieldsOf(desk, object).find((candidate) => candidate.name === name);
  if (field) return { status: 200, body: show(object, field) };
  return fail(404, { category: 'OBJECT_NOT_FOUND', message: `Property ${name} does not exist` });
}

/** `POST /crm/v3/properties/{object}`: uniqueness is given at birth or never. */
export function createProperty(desk: Desk, object: CrmObject, call: Call): Answer {
  const body = readJsonObject(call);
  const missing = ['name', 'label', 'type', 'fieldType', 'groupName'].filter((key) => typeof body[key] !== 'string');
  if (missing.length > 0) {
    return fail(
      400,
      invalid(`Invalid input JSON on line 1, column 2: Some required fields were not set: [${missing.join(', ')}]`),
    );
  }
  const { name, label, type, fieldType, groupName } = body as Record<string, string>;
  const fields = fieldsOf(desk, object);
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(name!)) {
    return fail(400, invalid(`"${name}" is not valid as a property name. Use lower case letters, digits and _`));
  }
  if (fields.some((field) => field.name === name)) {
    return fail(409, { category: 'CONFLICT', message: `A property named '${name}' already exists.` });
  }
  const ours = type === 'enumeration' && fieldType === 'checkbox' ? 'options' : OURS[type!];
  if (!ours) return fail(400, invalid(`Enum type must be one of: [${Object.keys(OURS).join(', ')}]`));
  const unique = body['hasUniqueValue'] === true;
  if (unique && fields.filter((field) => field.unique).length >= MOST_UNIQUE) {
    return fail(400, invalid(`There can be at most ${MOST_UNIQUE} properties with unique values.`));
  }
  const options = (body['options'] as { value: string; label: string }[] | undefined) ?? [];
  const field: CustomField = {
    name: name!,
    stores: name!,
    label: label!,
    type: ours,
    required: false,
    readOnly: false,
    unique,
    maxLength: 65_536,
    ...(ours.startsWith('option')
      ? { options: options.map(({ value, label: words }) => ({ value, label: words })) }
      : {}),
    details: { groupName, description: body['description'] ?? '', hubspotDefined: false },
  };
  return { status: 201, body: show(object, desk.customFields.add(BASE, object, field)) };
}

function show(object: CrmObject, field: FieldDefinition & Partial<CustomField>) {
  const [type, fieldType] = TYPES[field.type];
  const isExternal = EXTERNAL_OPTIONS.has(field.name);
  const options = isExternal ? [] : (field.options ?? []);
  return {
    name: field.name,
    label: field.label,
    type,
    fieldType,
    description: '',
    groupName: KINDS[object].group,
    options: options.map(({ value, label }, displayOrder) => ({ value, label, displayOrder, hidden: false })),
    displayOrder: -1,
    calculated: false,
    externalOptions: isExternal,
    hasUniqueValue: field.unique,
    hidden: false,
    hubspotDefined: true,
    archived: false,
    formField: true,
    modificationMetadata: { archivable: true, readOnlyDefinition: true, readOnlyValue: field.readOnly },
    ...field.details,
  };
}
