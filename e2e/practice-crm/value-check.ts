import type { FieldDefinition, FieldType } from './fields.ts';
import { quote, type Refusal } from './refusal.ts';

export type Flaw = Omit<Refusal, 'field'>;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

const KINDS: Record<
  Exclude<FieldType, 'option' | 'options'>,
  { wanted: string; accepts: (value: unknown) => boolean }
> = {
  string: { wanted: 'text', accepts: isText },
  text: { wanted: 'text', accepts: isText },
  phone: { wanted: 'a phone number', accepts: isText },
  reference: { wanted: 'the id of a record', accepts: isText },
  number: { wanted: 'a number', accepts: (value) => typeof value === 'number' && Number.isFinite(value) },
  boolean: { wanted: 'true or false', accepts: (value) => typeof value === 'boolean' },
  date: { wanted: 'a date such as 2026-01-31', accepts: (value) => isText(value) && isDay(value) },
  datetime: {
    wanted: 'a time such as 2026-01-31T12:00:00Z',
    accepts: (value) => isText(value) && MOMENT.test(value) && isDay(value.slice(0, 10)) && !isNaN(Date.parse(value)),
  },
  url: { wanted: 'a web address', accepts: (value) => isText(value) && isAddress(value) },
  email: { wanted: 'an e-mail address', accepts: (value) => isText(value) && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) },
};

/** What is wrong with a value that is not empty; null where it fits. */
export function findFlaw({ name, type, maxLength, options }: FieldDefinition, value: unknown): Flaw | null {
  if (type === 'options' && !isText(value))
    return { code: 'invalid_type', message: `"${name}" must be options, not ${quote(value)}.` };
  if (type === 'option' || type === 'options') {
    const values = (options ?? []).map((option) => option.value);
    const chosen: unknown[] = type === 'options' ? (value as string).split(';') : [value];
    const unknown = chosen.find((one) => !values.includes(one as string));
    if (unknown === undefined) return null;
    return {
      code: 'invalid_option',
      message: `${quote(unknown)} is not an option of "${name}". Options are: ${values.join(', ')}.`,
    };
  }
  const kind = KINDS[type];
  if (!kind.accepts(value)) {
    return { code: 'invalid_type', message: `"${name}" must be ${kind.wanted}, not ${quote(value)}.` };
  }
  // Counted only where it can be too long: an emoji is one character, and two in `length`.
  const isLong = typeof value === 'string' && maxLength !== undefined && value.length > maxLength;
  const length = isLong ? [...value].length : 0;
  if (!isLong || length <= maxLength) return null;
  return {
    code: 'too_long',
    message: `"${name}" takes at most ${maxLength} characters, not ${length}: ${quote(value)}.`,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isDay(text: string): boolean {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (!year) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** With or without a scheme: people type `acme.com`. */
function isAddress(text: string): boolean {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+:\d+/.test(text) ? text : `https://${text}`;
  if (/\s/.test(text) || !/^https?:\/\//i.test(address) || !URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return hostname.includes('.') || hostname === 'localhost' || hostname.startsWith('[');
}
