import type { CrmField } from '@integration-queue/shared/mapping';
import { SYNC_OBJECTS, type SyncObject } from '@integration-queue/shared/vocabulary';
import type { Prepared } from '../connector.js';
import { CrmProblem } from '../errors.js';
import type { HubspotApi } from './api.js';
import { COMPANY_LINK } from './associations.js';
import { KEY_TODO } from './errors.js';
import { KEY_PROPERTY, OBJECTS, paths } from './objects.js';

/** Longest text of a property. */
const LONGEST_TEXT = 65_536;

interface Property {
  name: string;
  label?: string;
  type?: string;
  fieldType?: string;
  groupName?: string;
  options?: { value: string; label: string; hidden?: boolean }[];
  hasUniqueValue?: boolean;
  calculated?: boolean;
  hidden?: boolean;
  modificationMetadata?: { readOnlyValue?: boolean };
}

/** A property of ours, as HubSpot is asked to create it. */
interface OwnProperty {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  description: string;
  hasUniqueValue?: boolean;
}

const KEY: OwnProperty = {
  name: KEY_PROPERTY,
  label: 'Integration Queue key',
  type: 'string',
  fieldType: 'text',
  description: 'Tells Integration Queue which of its records this is. Leave it as it is.',
  hasUniqueValue: true,
};

/** What our default mapping writes and HubSpot has no property for. */
const OF_COMPANIES: OwnProperty[] = [
  {
    name: 'iq_inbox_url',
    label: 'Inbox link',
    type: 'string',
    fieldType: 'text',
    description: 'Page of this company in the system it came from',
  },
  {
    name: 'iq_last_visit_at',
    label: 'Last website visit',
    type: 'datetime',
    fieldType: 'date',
    description: 'When this company was last seen on the website',
  },
];

/** Creates what is missing of our properties, as far as we may; else says what an admin has to create. */
export async function prepareProperties(api: HubspotApi, signal: AbortSignal): Promise<Prepared> {
  for (const object of SYNC_OBJECTS) {
    const { results } = await api.call<{ results: Property[] }>('GET', paths.properties(object), signal);
    const groupName = results.find(({ name }) => name === TITLES[object])?.groupName ?? '';
    for (const own of object === 'company' ? [KEY, ...OF_COMPANIES] : [KEY]) {
      const there = results.find(({ name }) => name === own.name);
      // Uniqueness is given at birth or never. A task's key serves without it.
      if (there && own.hasUniqueValue && !there.hasUniqueValue && object !== 'task') {
        return {
          ready: false,
          todo: `The property “${own.name}” of ${OBJECTS[object].noun} takes one value twice. Delete it. ${KEY_TODO}`,
        };
      }
      const todo = there ? null : await createProperty(api, object, { ...own, groupName }, signal);
      if (todo !== null) return { ready: false, todo };
    }
  }
  return { ready: true };
}

/** The live schema of an object, with what HubSpot keeps elsewhere: required properties, stages, pipelines, owners. */
export async function readFields(api: HubspotApi, object: SyncObject, signal: AbortSignal): Promise<CrmField[]> {
  const { results } = await api.call<{ results: Property[] }>('GET', paths.properties(object), signal);
  const required = await readRequired(api, object, signal);
  const options = await readExternalOptions(api, object, results, signal);
  const fields = results
    .filter(({ hidden }) => !hidden)
    .map((property) => asField(property, required, options.get(property.name)));
  return object === 'company' ? fields : [...fields, LINK];
}

const TITLES: Record<SyncObject, string> = { company: 'name', deal: 'dealname', task: 'hs_task_subject' };

const LINK: CrmField = {
  name: COMPANY_LINK,
  label: 'Company (association)',
  type: 'reference',
  required: false,
  writable: true,
};

async function createProperty(
  api: HubspotApi,
  object: SyncObject,
  property: OwnProperty & { groupName: string },
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await api.call('POST', paths.properties(object), signal, property);
    return null;
  } catch (error) {
    if (!(error instanceof CrmProblem)) throw error;
    const { code, httpStatus, crmMessage = '' } = error.details;
    if (code === 'missing_scope') return todoFor(object, property, 'The token may not create properties.');
    // Somebody else created it between our two calls.
    if (httpStatus === 409) return null;
    if (error.kind !== 'batch_rejected') throw error;
    if (object === 'task' && property.hasUniqueValue) {
      return createProperty(api, object, { ...property, hasUniqueValue: false }, signal);
    }
    return todoFor(object, property, `HubSpot did not let it be created: ${crmMessage}.`);
  }
}

function todoFor(object: SyncObject, { name, type, hasUniqueValue }: OwnProperty, reason: string): string {
  if (hasUniqueValue) return `${reason} ${KEY_TODO}`;
  const kind = type === 'datetime' ? 'date and time' : 'single-line text';
  return `${reason} Create the property “${name}” for ${OBJECTS[object].noun} in HubSpot: ${kind}. Then test the connection`;
}

function asField(
  { name, label, type, fieldType, options = [], calculated, modificationMetadata }: Property,
  required: Set<string>,
  external: CrmField['options'],
): CrmField {
  const kind = typeOf(type, fieldType);
  const shown =
    external ?? options.filter(({ hidden }) => !hidden).map(({ value, label: words }) => ({ value, label: words }));
  return {
    name,
    label: label || name,
    type: kind,
    required: required.has(name),
    writable: name !== KEY_PROPERTY && !calculated && !modificationMetadata?.readOnlyValue,
    ...(kind === 'string' || kind === 'text' || kind === 'phone' ? { maxLength: LONGEST_TEXT } : {}),
    ...(kind === 'option' || kind === 'options' ? { options: shown } : {}),
  };
}

function typeOf(type = '', fieldType = ''): CrmField['type'] {
  if (type === 'string') {
    if (fieldType === 'textarea' || fieldType === 'html') return 'text';
    return fieldType === 'phonenumber' ? 'phone' : fieldType === 'file' ? 'other' : 'string';
  }
  if (type === 'enumeration') return fieldType === 'checkbox' ? 'options' : 'option';
  const kinds: Record<string, CrmField['type']> = {
    bool: 'boolean',
    date: 'date',
    datetime: 'datetime',
    number: 'number',
    phone_number: 'phone',
  };
  return kinds[type] ?? 'other';
}

/** What is required stands in another call, that a token may lack the right for: then it is not known. */
async function readRequired(api: HubspotApi, object: SyncObject, signal: AbortSignal): Promise<Set<string>> {
  const schema = await optional<{ requiredProperties?: string[] }>(api, paths.schema(object), signal);
  return new Set(schema?.requiredProperties ?? []);
}

async function readExternalOptions(
  api: HubspotApi,
  object: SyncObject,
  properties: Property[],
  signal: AbortSignal,
): Promise<Map<string, CrmField['options']>> {
  const options = new Map<string, CrmField['options']>();
  const wanted = (name: string) => properties.some((property) => property.name === name && !property.options?.length);
  if (wanted('hubspot_owner_id')) {
    const owners = await optional<{ results?: Owner[] }>(api, paths.owners, signal);
    const named = owners?.results?.map(({ id, firstName, lastName, email }) => ({
      value: String(id),
      label: [firstName, lastName].filter(Boolean).join(' ') || (email ?? String(id)),
    }));
    if (named) options.set('hubspot_owner_id', named);
  }
  if (object === 'deal' && (wanted('pipeline') || wanted('dealstage'))) {
    const pipelines = (await optional<{ results?: Pipeline[] }>(api, paths.pipelines, signal))?.results ?? [];
    options.set(
      'pipeline',
      pipelines.map(({ id, label }) => ({ value: id, label })),
    );
    const several = pipelines.length > 1;
    options.set(
      'dealstage',
      pipelines.flatMap(({ id, label: pipeline, stages = [] }) =>
        stages.map(({ id: stage, label }) => ({
          value: stage,
          label: several ? `${pipeline}: ${label}` : label,
          of: id,
        })),
      ),
    );
  }
  return options;
}

interface Owner {
  id: string | number;
  firstName?: string;
  lastName?: string;
  email?: string;
}

interface Pipeline {
  id: string;
  label: string;
  stages?: { id: string; label: string }[];
}

/** A call whose answer we can do without: null where HubSpot refuses it. */
async function optional<T>(api: HubspotApi, path: string, signal: AbortSignal): Promise<T | null> {
  try {
    return await api.call<T>('GET', path, signal);
  } catch (error) {
    if (error instanceof CrmProblem && (error.details.code === 'missing_scope' || error.kind === 'batch_rejected')) {
      return null;
    }
    throw error;
  }
}
