import type { Answer } from '../../call.ts';
import type { Refusal } from '../../refusal.ts';
import type { SalesforceField } from './fields.ts';

/** What is wrong with one item of a collection. */
export interface ItemError {
  statusCode: string;
  message: string;
  fields: string[];
}

/** What makes the whole call fail: it could not even be read into records. */
export class CallError extends Error {
  readonly status: number;
  readonly errorCode: string;
  constructor(status: number, errorCode: string, message: string) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }
}

/** Errors of a whole call come as a list of one. */
export const fail = (status: number, errorCode: string, message: string, more: object = {}): Answer => ({
  status,
  body: [{ message, errorCode, ...more }],
});

export const notFound = () => fail(404, 'NOT_FOUND', 'The requested resource does not exist');

/** A field that is not there, or a value of another type, is found while the body is read. */
export function asCallError(
  refusal: Refusal,
  field: SalesforceField | undefined,
  type: string,
  value: unknown,
): CallError | null {
  if (refusal.code === 'unknown_field') {
    return new CallError(400, 'INVALID_FIELD', `No such column '${refusal.field}' on sobject of type ${type}`);
  }
  if (refusal.code !== 'invalid_type' || field?.type === 'email') return null;
  const kind = typeof value === 'string' ? 'VALUE_STRING' : 'START_OBJECT';
  return new CallError(
    400,
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${field?.details.sfType ?? 'string'} from ${kind} value ${String(value)} ` +
      'or request may be missing a required field at [line:1, column:1]',
  );
}

/** @param value what was sent */
export function asItemErrors(
  refusals: Refusal[],
  fields: Map<string, SalesforceField>,
  row: Record<string, unknown>,
  creating: boolean,
): ItemError[] {
  const missing = refusals.filter(({ code }) => code === 'required_field').map(({ field }) => field);
  const others = refusals
    .filter(({ code }) => code !== 'required_field')
    .map((refusal) => explain(refusal, fields.get(refusal.field), row[refusal.field], creating));
  return missing.length === 0
    ? others
    : [
        {
          statusCode: 'REQUIRED_FIELD_MISSING',
          message: `Required fields are missing: [${missing.join(', ')}]`,
          fields: missing,
        },
        ...others,
      ];
}

function explain(
  { code, field: name, message }: Refusal,
  field: SalesforceField | undefined,
  value: unknown,
  creating: boolean,
): ItemError {
  const label = field?.label ?? name;
  const error = (statusCode: string, words: string): ItemError => ({ statusCode, message: words, fields: [name] });
  if (code === 'read_only_field') {
    const verb = creating ? 'create/update' : 'update';
    return error(
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to ${verb} fields: ${name}. Please check the security settings of this field and verify that it is ` +
        'read/write for your profile or permission set.',
    );
  }
  if (code === 'too_long') {
    const most = field?.maxLength ?? 0;
    return error(
      'STRING_TOO_LONG',
      `${label}: data value too large: ${String(value).slice(0, 255)} (max length=${most})`,
    );
  }
  if (field?.details.sfType === 'reference') {
    return error('INVALID_CROSS_REFERENCE_KEY', `invalid cross reference id`);
  }
  if (code === 'invalid_option') {
    return error(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${label}: bad value for restricted picklist field: ${String(value)}`,
    );
  }
  if (field?.type === 'email')
    return error('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${String(value)}`);
  return error('FIELD_CUSTOM_VALIDATION_EXCEPTION', message);
}
