import { readJsonObject, type Answer, type Call } from '../../call.ts';
import type { CustomField } from '../../custom-fields.ts';
import type { CrmObject } from '../../objects.ts';
import type { Desk } from '../dialect.ts';
import { fail } from './errors.ts';
import { sf, type SalesforceField } from './fields.ts';
import { ORGANISATION_ID, SOBJECTS, toId } from './ids.ts';
import { BASE, DATA, fieldsOf } from './records.ts';

/** `GET /sobjects` */
export function describeAll(): Answer {
  const sobjects = Object.values(SOBJECTS).map(({ type, prefix }) => summary(type, prefix));
  return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
}

/** `GET /sobjects/{type}/describe` */
export function describe(desk: Desk, object: CrmObject): Answer {
  const { type, prefix } = SOBJECTS[object];
  return {
    status: 200,
    body: {
      ...summary(type, prefix),
      fields: fieldsOf(desk, object).map(show),
      childRelationships: [],
      recordTypeInfos: [],
    },
  };
}

/** `POST /tooling/sobjects/CustomField`: `{ FullName: "Account.Ext__c", Metadata }`. An Activity's field is a Task's. */
export function createField(desk: Desk, call: Call): Answer {
  const { FullName: fullName, Metadata: metadata } = readJsonObject(call);
  const [type, name = ''] = String(fullName).split('.');
  const object = (Object.keys(SOBJECTS) as CrmObject[]).find(
    (candidate) => SOBJECTS[candidate].type === type || (candidate === 'tasks' && type === 'Activity'),
  );
  const given = (metadata ?? {}) as Record<string, unknown>;
  const { type: kind = 'Text', label, length = 255, externalId, unique } = given;
  if (!object) return fail(400, 'INVALID_FIELD', `Entity ${type} is not known`);
  if (!/^[A-Za-z]\w*__c$/.test(name) || typeof label !== 'string') {
    return fail(400, 'FIELD_INTEGRITY_EXCEPTION', 'A custom field needs a name that ends in __c, and a label');
  }
  if (fieldsOf(desk, object).some((field) => field.name === name)) {
    const message = `There is already a field named ${name.slice(0, -3)} on ${type}.`;
    return fail(400, 'DUPLICATE_DEVELOPER_NAME', message);
  }
  const sfType = SF_TYPES[String(kind)];
  if (!sfType) return fail(400, 'INVALID_TYPE', `Field type ${String(kind)} is not known`);
  const field: CustomField = sf(name, name, label, sfType, {
    unique: unique === true,
    ...(sfType === 'string' ? { maxLength: Number(length) } : {}),
    details: {
      externalId: externalId === true,
      ...(sfType === 'multipicklist' ? { picklist: optionsOf(given['valueSet']), restricted: true } : {}),
    },
  });
  desk.customFields.add(BASE, object, field);
  return { status: 201, body: { id: toId('00N', String(desk.customFields.all().length)), success: true, errors: [] } };
}

/** `{ valueSetDefinition: { value: [{ fullName }] } }` */
function optionsOf(valueSet: unknown): string[] {
  const { valueSetDefinition } = (valueSet ?? {}) as { valueSetDefinition?: { value?: { fullName: string }[] } };
  return (valueSetDefinition?.value ?? []).map(({ fullName }) => fullName);
}

const SF_TYPES: Record<string, string> = {
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Number: 'double',
  Currency: 'currency',
  Date: 'date',
  DateTime: 'datetime',
  Checkbox: 'boolean',
  MultiselectPicklist: 'multipicklist',
  Url: 'url',
  Email: 'email',
  Phone: 'phone',
};

const summary = (type: string, keyPrefix: string) => ({
  name: type,
  label: type,
  labelPlural: `${type}s`,
  keyPrefix,
  custom: false,
  createable: true,
  updateable: true,
  deletable: true,
  queryable: true,
  searchable: true,
  retrieveable: true,
  urls: { sobject: `${DATA}/sobjects/${type}`, describe: `${DATA}/sobjects/${type}/describe` },
});

function show(field: SalesforceField) {
  const { name, label, required, readOnly, unique, maxLength, options, details } = field;
  const isText = maxLength !== undefined && !['double', 'int', 'currency'].includes(details.sfType);
  return {
    name,
    label,
    type: details.sfType,
    length: isText ? maxLength : 0,
    nillable: !required && name !== 'Id',
    createable: !readOnly,
    updateable: !readOnly,
    defaultedOnCreate: details.defaultedOnCreate ?? readOnly,
    externalId: details.externalId ?? false,
    unique,
    idLookup: name === 'Id' || (details.externalId ?? false),
    custom: name.endsWith('__c'),
    calculated: false,
    picklistValues: details.picklist
      ? (options ?? []).map((option) => ({ ...option, active: true, defaultValue: false, validFor: null }))
      : [],
    restrictedPicklist: details.restricted ?? false,
    referenceTo: details.referenceTo ?? [],
    relationshipName: details.relationshipName ?? null,
    inlineHelpText: null,
    soapType: 'xsd:string',
  };
}

/** `GET /services/oauth2/userinfo` */
export function userInfo({ url }: Desk): Answer {
  const userId = toId('005', '1');
  return {
    status: 200,
    body: {
      sub: `${url()}${BASE}/id/${ORGANISATION_ID}/${userId}`,
      user_id: userId,
      organization_id: ORGANISATION_ID,
      preferred_username: 'anna@practice.example',
      nickname: 'anna',
      name: 'Anna Berger',
      email: 'anna@practice.example',
      active: true,
      user_type: 'STANDARD',
      language: 'en_US',
      locale: 'en_GB',
      utcOffset: 3_600_000,
      urls: { rest: `${url()}${BASE}/services/data/v{version}/` },
    },
  };
}
