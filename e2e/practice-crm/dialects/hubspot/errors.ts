import { randomUUID } from 'node:crypto';
import type { Answer } from '../../call.ts';
import type { Refusal, RefusalCode } from '../../refusal.ts';

/** One entry of `errors` in a 207, or the inside of a whole-call error. */
export interface HubspotError {
  category: string;
  message: string;
  subCategory?: string;
  context?: Record<string, string[]>;
  errors?: { message: string; code?: string; in?: string; context?: Record<string, string[]> }[];
}

/** An error of the whole call. */
export function fail(status: number, error: HubspotError, headers?: Record<string, string>): Answer {
  return {
    status,
    body: { status: 'error', correlationId: randomUUID(), ...error },
    ...(headers ? { headers } : {}),
  };
}

export const invalid = (message: string): HubspotError => ({ category: 'VALIDATION_ERROR', message });

export const unknownObjects = (kind: string, ids: string[]): HubspotError => ({
  category: 'OBJECT_NOT_FOUND',
  message: `Could not get some ${kind} objects, they may be deleted or not exist. Check that ids are valid.`,
  context: { ids },
});

const CODES: Record<RefusalCode, string> = {
  unknown_field: 'PROPERTY_DOESNT_EXIST',
  read_only_field: 'READ_ONLY_VALUE',
  required_field: 'REQUIRED_PROPERTY',
  invalid_type: 'INVALID_VALUE',
  invalid_option: 'INVALID_OPTION',
  too_long: 'INVALID_LENGTH',
  refused: 'VALIDATION_RULE_VIOLATION',
};

/** A value that was not taken, with what HubSpot's message needs to know. */
export interface Violation extends Refusal {
  type?: string;
  value?: unknown;
  options?: string[];
}

/** What HubSpot says about the values of one row. @param kind `COMPANY`, `DEAL` or `TASK` */
export function describeViolations(kind: string, violations: Violation[], portalId: number): HubspotError {
  const missing = violations.filter(({ code }) => code === 'required_field');
  if (missing.length > 0) {
    return {
      category: 'VALIDATION_ERROR',
      message: `Error creating ${kind}. Some required properties were not set.`,
      context: { properties: missing.map(({ field }) => field) },
    };
  }
  const details = violations.map((violation) => ({
    isValid: false,
    message: messageOf(violation),
    error: codeOf(violation),
    name: violation.field,
    localizedErrorMessage: messageOf(violation),
    portalId,
  }));
  return {
    category: 'VALIDATION_ERROR',
    message: `Property values were not valid: ${JSON.stringify(details)}`,
    errors: details.map(({ message, error, name }) => ({ message, code: error, context: { propertyName: [name] } })),
  };
}

function codeOf({ code, type }: Violation): string {
  if (code !== 'invalid_type') return CODES[code];
  const byType: Record<string, string> = {
    number: 'INVALID_INTEGER',
    datetime: 'INVALID_DATE',
    date: 'INVALID_DATE',
    email: 'INVALID_EMAIL',
  };
  return byType[type ?? ''] ?? CODES.invalid_type;
}

function messageOf({ code, field, type, value, options, message }: Violation): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  if (code === 'unknown_field') return `Property "${field}" does not exist`;
  if (code === 'read_only_field') return `"${field}" is a read only property; its value cannot be set`;
  if (code === 'invalid_option') return `${shown} was not one of the allowed options: [${(options ?? []).join(', ')}]`;
  if (code === 'invalid_type' && type === 'number') return `${shown} was not a valid number.`;
  if (code === 'invalid_type' && type === 'email') return `Email address ${shown} is invalid`;
  if (code === 'invalid_type') return `${shown} was not a valid ${type ?? 'value'}.`;
  return message;
}
