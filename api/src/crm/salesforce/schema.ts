import type { CrmField } from '@integration-queue/shared/mapping';
import { SYNC_OBJECTS, type SyncObject } from '@integration-queue/shared/vocabulary';
import type { Prepared, Properties } from '../connector.js';
import { CrmProblem } from '../errors.js';
import type { SalesforceApi } from './api.js';
import { KEY_TODO } from './errors.js';
import { DATA, KEY_FIELD, SOBJECTS } from './objects.js';

export interface DescribedField {
  name: string;
  label?: string;
  type?: string;
  length?: number;
  nillable?: boolean;
  createable?: boolean;
  updateable?: boolean;
  defaultedOnCreate?: boolean;
  externalId?: boolean;
  unique?: boolean;
  picklistValues?: { value: string; label?: string; active?: boolean; defaultValue?: boolean }[];
}

/** A field of ours, as the Tooling API is asked to create it. */
interface OwnField {
  name: string;
  metadata: {
    type: string;
    label: string;
    description: string;
    length?: number;
    externalId?: boolean;
    unique?: boolean;
  };
  /** How its kind reads in Salesforce's setup pages. */
  words: string;
}

const KEY: OwnField = {
  name: KEY_FIELD,
  words: 'Text(255), External ID, Unique',
  metadata: {
    type: 'Text',
    label: 'Integration Queue key',
    description: 'Tells Integration Queue which of its records this is. Leave it as it is.',
    length: 255,
    externalId: true,
    unique: true,
  },
};

/** What our default mapping writes and Salesforce has no field for. */
const OF_COMPANIES: OwnField[] = [
  {
    name: 'IQ_Inbox_Url__c',
    words: 'URL',
    metadata: { type: 'Url', label: 'Inbox link', description: 'Page of this company in the system it came from' },
  },
  {
    name: 'IQ_Last_Visit__c',
    words: 'Date/Time',
    metadata: {
      type: 'DateTime',
      label: 'Last website visit',
      description: 'When this company was last seen on the website',
    },
  },
];

const TYPES: Record<string, CrmField['type']> = {
  string: 'string',
  combobox: 'string',
  encryptedstring: 'string',
  textarea: 'text',
  picklist: 'option',
  multipicklist: 'options',
  reference: 'reference',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  double: 'number',
  int: 'number',
  long: 'number',
  currency: 'number',
  percent: 'number',
  url: 'url',
  email: 'email',
  phone: 'phone',
};

/** An opportunity without a closing date is expected to close after so many days. */
const DAYS_TO_CLOSE = 30;

export async function describe(api: SalesforceApi, object: SyncObject, signal: AbortSignal): Promise<DescribedField[]> {
  const path = `${DATA}/sobjects/${SOBJECTS[object].type}/describe`;
  const { fields = [] } = await api.call<{ fields?: DescribedField[] }>('GET', path, signal);
  return fields;
}

/** The live schema, normalised. */
export async function readFields(api: SalesforceApi, object: SyncObject, signal: AbortSignal): Promise<CrmField[]> {
  return (await describe(api, object, signal)).map(asField);
}

/** Creates what is missing of our fields, as far as we may; else says what an admin has to create. */
export async function prepareFields(api: SalesforceApi, signal: AbortSignal): Promise<Prepared> {
  for (const object of SYNC_OBJECTS) {
    const own = object === 'company' ? [KEY, ...OF_COMPANIES] : [KEY];
    const before = new Map((await describe(api, object, signal)).map((field) => [field.name, field]));
    const key = before.get(KEY_FIELD);
    if (key && !(key.externalId && key.unique)) {
      return {
        ready: false,
        todo: `The field ${KEY_FIELD} is no External ID, or not Unique. Change that. ${KEY_TODO}`,
      };
    }
    const missing = own.filter(({ name }) => !before.has(name));
    for (const field of missing) {
      const reason = await createField(api, object, field, signal);
      if (reason !== null) return { ready: false, todo: `${reason} ${todoFor(object, field)}` };
    }
    if (missing.length === 0) continue;
    // Salesforce shows a new field to nobody until somebody lets them see it.
    const after = new Set((await describe(api, object, signal)).map(({ name }) => name));
    const hidden = missing.filter(({ name }) => !after.has(name)).map(({ name }) => name);
    if (hidden.length > 0) {
      const todo = `Let the connected user read and edit ${hidden.join(', ')} of ${SOBJECTS[object].plural} in Salesforce (Setup, Permission Sets, Object Settings). Then test the connection`;
      return { ready: false, todo };
    }
  }
  return { ready: true };
}

/**
 * Salesforce takes no opportunity without a stage and a closing date. One that was sent without gets the first stage and
 * a date a month away, as its own page would ask a person for.
 */
export async function readDefaults(api: SalesforceApi, object: SyncObject, signal: AbortSignal): Promise<Properties> {
  if (object !== 'deal') return {};
  const stages = (await describe(api, object, signal)).find(({ name }) => name === 'StageName')?.picklistValues ?? [];
  const active = stages.filter(({ active: used }) => used !== false);
  const stage = active.find(({ defaultValue }) => defaultValue) ?? active[0];
  const closing = new Date(Date.now() + DAYS_TO_CLOSE * 86_400_000).toISOString().slice(0, 10);
  return { CloseDate: closing, ...(stage ? { StageName: stage.value } : {}) };
}

/** Null where the field was created, or somebody else did between our two calls; else why not. */
async function createField(
  api: SalesforceApi,
  object: SyncObject,
  { name, metadata }: OwnField,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await api.call('POST', `${DATA}/tooling/sobjects/CustomField`, signal, {
      FullName: `${SOBJECTS[object].fieldsOf}.${name}`,
      Metadata: metadata,
    });
    return null;
  } catch (error) {
    if (!(error instanceof CrmProblem)) throw error;
    const { code, crmMessage = '' } = error.details;
    if (/already a field named|DUPLICATE_DEVELOPER_NAME/i.test(crmMessage)) return null;
    if (code === 'missing_scope') return 'The connected user may not create fields.';
    if (error.kind === 'batch_rejected' || error.kind === 'mapping_broken') {
      return `Salesforce did not let the field be created: ${crmMessage}.`;
    }
    throw error;
  }
}

function todoFor(object: SyncObject, { name, words }: OwnField): string {
  if (name === KEY_FIELD) return KEY_TODO;
  return `Create the custom field “${name}” on ${SOBJECTS[object].fieldsOf} in Salesforce: ${words}. Then test the connection`;
}

function asField(field: DescribedField): CrmField {
  const { name, label, type = '', length, nillable, createable, updateable, defaultedOnCreate } = field;
  const kind = TYPES[type] ?? 'other';
  const options = (field.picklistValues ?? [])
    .filter(({ active }) => active !== false)
    .map(({ value, label: words }) => ({ value, label: words ?? value }));
  return {
    name,
    label: label || name,
    type: kind,
    required: nillable === false && createable === true && defaultedOnCreate !== true,
    writable: name !== KEY_FIELD && createable === true && updateable === true,
    ...(length && kind !== 'option' && kind !== 'reference' ? { maxLength: length } : {}),
    ...(kind === 'option' || kind === 'options' ? { options } : {}),
  };
}
