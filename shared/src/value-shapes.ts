import type { CrmField } from './mapping.js';
import type { FieldValue } from './sync.js';

/** How a field's values must look: in English, the code of the problem where one does not, and the test. */
export interface ValueShape {
  what: string;
  code: string;
  fits(value: FieldValue): boolean;
}

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
/** An amount of money may name its currency: `1500 EUR`. */
const MONEY = /^-?\d+(?:\.\d+)? ?[A-Z]{3}$/;
// Each part ends where the next begins, so that a long value that does not fit is read once, not once for each dot.
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;
/** With a scheme, or without: people and CRMs write `acme.com`. */
const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\S+|[^\s@/.]+(?:\.[^\s@/.]+)+\.?(?:\/\S*)?)$/i;

const number: ValueShape = {
  what: 'a number',
  code: 'not_a_number',
  fits: (value) =>
    typeof value === 'number' ||
    (typeof value === 'string' && value.trim() !== '' && (Number.isFinite(Number(value)) || MONEY.test(value.trim()))),
};
const boolean: ValueShape = {
  what: 'yes or no',
  code: 'not_a_boolean',
  fits: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
};
// A time is cut to its day by the CRM, or by how we speak to it; a day is its first moment.
const date: ValueShape = { what: 'a date', code: 'not_a_date', fits: isTime };
const datetime: ValueShape = { what: 'a date and time', code: 'not_a_time', fits: isTime };
const email: ValueShape = {
  what: 'an e-mail address',
  code: 'not_an_email',
  fits: (value) => typeof value === 'string' && EMAIL.test(value.trim()),
};
const url: ValueShape = {
  what: 'a web address',
  code: 'not_an_address',
  fits: (value) => typeof value === 'string' && ADDRESS.test(value.trim()),
};

/** Types of CRM fields that take values of one shape alone. The others take any text; a number or a list is written as one. */
export const VALUE_SHAPES: Partial<Record<CrmField['type'], ValueShape>> = {
  number,
  boolean,
  date,
  datetime,
  email,
  url,
};

function isTime(value: FieldValue): boolean {
  const day = typeof value === 'string' ? TIME.exec(value.trim())?.[1] : undefined;
  const moment = Date.parse(`${day}T00:00:00Z`);
  // JavaScript takes 31 February for 3 March.
  return day !== undefined && !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(day);
}
