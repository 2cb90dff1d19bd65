/** Kinds of value a field takes. Several options are kept as one text, with semicolons between them. */
export type FieldType =
  | 'string'
  | 'text'
  | 'number'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'url'
  | 'email'
  | 'phone'
  | 'option'
  | 'options'
  | 'reference';

export interface FieldOption {
  value: string;
  label: string;
}

/** One field of an object, as one dialect shows it. */
export interface FieldDefinition {
  /** The dialect's name for it. */
  name: string;
  /** The canonical name the store keeps it under; the same value has the same one in every dialect. */
  stores: string;
  label: string;
  type: FieldType;
  required: boolean;
  readOnly: boolean;
  unique: boolean;
  maxLength?: number;
  options?: FieldOption[];
  /** Where the value is the id of another record. */
  references?: 'companies' | 'deals' | 'tasks';
}

/** Where every dialect keeps the sender's key. */
export const KEY_FIELD = 'external_key';

const LONGEST: Partial<Record<FieldType, number>> = { string: 255, text: 65_536, url: 2048, email: 320, phone: 100 };

/** A field with the usual: optional, writable, as long as its kind allows. */
export function field(
  name: string,
  label: string,
  type: FieldType = 'string',
  more: Partial<FieldDefinition> = {},
): FieldDefinition {
  const maxLength = LONGEST[type];
  return {
    name,
    stores: name,
    label,
    type,
    required: false,
    readOnly: false,
    unique: false,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...more,
  };
}

/** Options from `value: label` pairs. */
export const options = (pairs: Record<string, string>): FieldOption[] =>
  Object.entries(pairs).map(([value, label]) => ({ value, label }));
