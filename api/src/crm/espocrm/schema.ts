import type { CrmField } from '@integration-queue/shared/mapping';

/** A value EspoCRM's API takes. Some fields are several values: a link is an id, an amount has a currency. */
export interface EspoAttribute {
  name: string;
  label: string;
  /** Type of the field it belongs to. */
  espoType: string;
  type: CrmField['type'];
  required: boolean;
  readOnly: boolean;
  maxLength?: number;
  options?: { value: string; label: string }[];
}

export type EspoSchema = Map<string, EspoAttribute>;

/** A field as the metadata describes it. */
interface FieldDefinition {
  type?: string;
  required?: boolean;
  readOnly?: boolean;
  disabled?: boolean;
  notStorable?: boolean;
  utility?: boolean;
  maxLength?: number;
  options?: (string | null)[];
  entity?: string;
}

/** Labels in the user's language, as far as EspoCRM told them. */
export interface Labels {
  fields?: Record<string, string>;
  options?: Record<string, Record<string, string>>;
}

const TYPES: Record<string, CrmField['type']> = {
  varchar: 'string',
  text: 'text',
  wysiwyg: 'text',
  url: 'url',
  email: 'email',
  phone: 'phone',
  int: 'number',
  float: 'number',
  currency: 'number',
  bool: 'boolean',
  date: 'date',
  datetime: 'datetime',
  datetimeOptional: 'datetime',
  enum: 'option',
  enumInt: 'option',
  multiEnum: 'options',
  checklist: 'options',
  array: 'options',
};
/** Made of parts that are fields of their own, or of nothing that could be sent. */
const COMPOSED = new Set(['address', 'link', 'linkParent', 'linkOne', 'file', 'image', 'personName']);

export function readSchema(definitions: Record<string, FieldDefinition>, labels: Labels = {}): EspoSchema {
  const attributes = Object.entries(definitions).flatMap(([name, field]) =>
    field.disabled || field.utility ? [] : attributesOf(name, field, labels),
  );
  return new Map(attributes.map((attribute) => [attribute.name, attribute]));
}

function attributesOf(name: string, field: FieldDefinition, labels: Labels): EspoAttribute[] {
  const espoType = field.type ?? 'varchar';
  const label = labels.fields?.[name] ?? humanise(name);
  const readOnly = field.readOnly === true || field.notStorable === true;
  const shared = { label, espoType, required: field.required === true, readOnly };
  const part = (suffix: string, type: CrmField['type'], more: Partial<EspoAttribute> = {}): EspoAttribute => ({
    ...shared,
    name: `${name}${suffix}`,
    type,
    ...more,
  });
  switch (espoType) {
    case 'link':
    case 'linkOne':
      return [part('Id', 'reference')];
    case 'linkParent':
      return [part('Id', 'reference'), part('Type', 'string', { label: `${label} (type)` })];
    case 'currency':
      return [part('', 'number'), part('Currency', 'string', { label: `${label} (currency)`, required: false })];
    case 'datetimeOptional':
      return [part('', 'datetime'), part('Date', 'date', { label: `${label} (day)`, required: false })];
    default:
      return [
        part('', TYPES[espoType] ?? 'other', {
          readOnly: readOnly || COMPOSED.has(espoType) || !(espoType in TYPES),
          ...(field.maxLength ? { maxLength: field.maxLength } : {}),
          ...(field.options && TYPES[espoType]?.startsWith('option')
            ? { options: readOptions(name, field.options, labels) }
            : {}),
        }),
      ];
  }
}

export function normalise(schema: EspoSchema): CrmField[] {
  return [...schema.values()].map(({ readOnly, espoType: _espoType, ...field }) => ({ ...field, writable: !readOnly }));
}

/** The empty option is how EspoCRM says that none is chosen. */
function readOptions(name: string, options: (string | null)[], labels: Labels): { value: string; label: string }[] {
  const values = options.filter((value): value is string => typeof value === 'string' && value !== '');
  return values.map((value) => ({ value, label: labels.options?.[name]?.[value] ?? value }));
}

/** `billingAddressCity` reads "Billing Address City", as EspoCRM itself falls back to. */
function humanise(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
