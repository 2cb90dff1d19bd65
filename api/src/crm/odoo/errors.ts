import { CrmProblem } from '../errors.js';
import {
  callRefused,
  failureByStatus,
  limitReached,
  readRetryAfter,
  rightMissing,
  rowRefused,
  serverFailed,
  type Said,
  tokenRefused,
} from '../failures.js';
import type { CrmAnswer } from '../http.js';
import { wrongAddress } from '../wrong-address.js';

/** How Odoo says what went wrong: a Python exception, by both of its protocols. */
export interface OdooFault {
  /** Such as `odoo.exceptions.AccessError`. */
  name: string;
  message: string;
}

/** Postgres took another transaction's side; nothing of ours was kept. Also the words of `load` for it. */
const TAKEN_BACK =
  /could not serialize access|deadlock detected|could not obtain lock|SerializationFailure|DeadlockDetected|LockNotAvailable/;

/** Two calls changed the same records at once: ours was taken back as a whole. */
export function takenBack(said: Said): CrmProblem {
  return new CrmProblem('transient', {
    code: 'crm_unreachable',
    message: 'Odoo was changing the same records',
    hint: 'It is tried again by itself',
    ...said,
    maybeSent: false,
  });
}

export function isTakenBack(message: string): boolean {
  return TAKEN_BACK.test(message);
}

/** Whether a complaint is about all records of a model: our user has no right on it. Odoo's words are asked for in English. */
export function isOfTheModel(message: string, model: string): boolean {
  return /^You are not allowed to \w+ /.test(message) && message.includes(`(${model})`);
}

/** The app that brings the model is not installed. */
export function appMissing(app: string, said: Said = {}): CrmProblem {
  return new CrmProblem('refused', {
    code: 'refused_by_crm',
    message: `This Odoo has no ${app} app`,
    hint: `Install the ${app} app in Odoo, then retry`,
    ...said,
  });
}

/** A whole call failed. Odoo takes back everything of a call that ends with an exception. */
export function readFault({ name, message }: OdooFault, httpStatus: number): CrmProblem {
  const crmMessage = message.trim() || name;
  const said: Said = { crmMessage, httpStatus };
  if (isTakenBack(`${name} ${message}`)) return takenBack(said);
  if (/database .* does not exist/.test(message) || /Database not found/.test(message)) {
    return new CrmProblem('unauthorized', {
      code: 'crm_unreachable',
      message: 'Odoo has no database of this name',
      hint: 'Correct the name of the database',
      ...said,
    });
  }
  if (/AccessDenied|Unauthorized|SessionExpired/.test(name)) return loginRefused(said);
  if (/AccessError|Forbidden/.test(name)) return rightMissing(said);
  // Reading and creating call it a ValueError, `load` a KeyError that is the field's bare name.
  const unknown = invalidFieldIn(message) ?? (/KeyError/.test(name) ? message.replace(/^'|'$/g, '') : null);
  if (unknown !== null) return rowRefused('unknown_field', { ...said, field: unknown });
  if (/MissingError/.test(name)) return rowRefused('record_deleted', said);
  if (/^psycopg2\.(OperationalError|InterfaceError)|PoolError/.test(name)) return serverFailed(said);
  return callRefused(said);
}

function invalidFieldIn(message: string): string | null {
  return /Invalid field '([^']+)'/.exec(message)?.[1] ?? null;
}

/** The user, password or key is wrong. Odoo says so to `authenticate` with `false`. */
export function loginRefused(said: Said = {}): CrmProblem {
  const { details } = tokenRefused(said);
  return new CrmProblem('unauthorized', {
    ...details,
    message: 'Odoo does not accept this user and password or key',
    hint: 'Check user, password or API key, and the database',
  });
}

/** An answer that is none of Odoo's: of a proxy before it, or of something else at this address. */
export function readHttpFailure(answer: CrmAnswer): CrmProblem {
  const { status } = answer;
  if ((status >= 300 && status < 400) || status === 404 || status === 405) return wrongAddress('Odoo', answer);
  if (status === 429) return limitReached({ httpStatus: status }, readRetryAfter(answer));
  return failureByStatus(answer);
}

/** One complaint of `load`. */
export interface LoadMessage {
  type: string;
  message: string;
  record?: number;
  rows?: { from: number; to: number };
  field?: string | string[] | false;
}

/** A row `load` does not take. `known` is what our schema knows of the field it complains of. */
export function readRowComplaint(complaint: LoadMessage, known?: { type: string; empty: boolean }): CrmProblem {
  const { message, field } = complaint;
  const named = Array.isArray(field) ? field[0] : field;
  const said: Said = {
    crmMessage: message.trim(),
    answer: complaint,
    ...(named ? { field: named.split('/')[0] } : {}),
  };
  const invalidField = invalidFieldIn(message);
  if (invalidField) return rowRefused('unknown_field', { ...said, field: invalidField });
  if (/does not exist or has been deleted|Unknown database identifier/.test(message)) {
    return rowRefused('record_deleted', { ...said, field: undefined });
  }
  if (/not allowed to (access|create|modify|write)/i.test(message)) return rightMissing(said);
  if (/mandatory field|Missing required|require a name|not-null/i.test(message)) {
    return rowRefused('required_field_missing', said);
  }
  // The check of tax IDs names the number alone.
  if (/number \[.*\] for .* does not seem to be valid/.test(message)) {
    return rowRefused('invalid_value', { ...said, field: 'vat' });
  }
  if (known?.empty) return rowRefused('required_field_missing', said);
  if (/value too long/.test(message)) return rowRefused('value_too_long', said);
  if (known && ['selection', 'many2one', 'many2many', 'many2one_reference'].includes(known.type)) {
    return rowRefused('invalid_option', said);
  }
  if (known && known.type !== 'char' && known.type !== 'text' && known.type !== 'html') {
    return rowRefused('invalid_value', said);
  }
  return rowRefused('refused_by_crm', said);
}
