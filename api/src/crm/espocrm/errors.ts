import { CrmProblem } from '../errors.js';
import {
  failureByStatus,
  readRetryAfter,
  limitReached,
  rightMissing,
  rowRefused,
  type Said,
  tokenRefused,
} from '../failures.js';
import type { CrmAnswer } from '../http.js';
import { wrongAddress } from '../wrong-address.js';
import { accessTodo } from './objects.js';
import type { EspoSchema } from './schema.js';

interface MessageTranslation {
  label?: string;
  data?: { field?: string; type?: string };
}

/** What a field's validator is called, and what that means for us; `valid` depends on the field. */
const VALIDATORS: Record<string, 'required_field_missing' | 'value_too_long'> = {
  required: 'required_field_missing',
  maxLength: 'value_too_long',
};
/** Fields whose value is one of a list. */
const OPTION_TYPES = new Set(['enum', 'multiEnum', 'checklist', 'array', 'link', 'linkParent']);

/** An answer that is no success, about one record: EspoCRM takes one a call. */
export function readFailure(answer: CrmAnswer, schema?: EspoSchema): CrmProblem {
  const { status, headers, body } = answer;
  const reason = headers['x-status-reason'];
  const { label, data } = (body as { messageTranslation?: MessageTranslation } | null)?.messageTranslation ?? {};
  const said: Said = {
    crmMessage: reason || label || answer.text.slice(0, 300) || `HTTP ${status}`,
    httpStatus: status,
  };
  if (status === 401) return tokenRefused(said);
  if (status === 429) return limitReached(said, readRetryAfter(answer));
  if ((status >= 300 && status < 400) || status === 405) return wrongAddress('EspoCRM', answer);
  if (status === 404) {
    if (reason === undefined) return wrongAddress('EspoCRM', answer);
    // No controller: an entity type that is switched off.
    return rowRefused(/^controller/i.test(reason) ? 'refused_by_crm' : 'record_deleted', said);
  }
  if (status === 400) return readValidation(said, reason, data, schema);
  if (status === 403) {
    // The record named as account, parent or owner is not there, or not for us.
    if (label === 'cannotRelateNonExisting') {
      const [, link] = /link: (\w+)/.exec(reason ?? '') ?? [];
      return rowRefused('invalid_option', { ...said, ...(link ? { field: `${link}Id` } : {}) });
    }
    if (/^assignment failure/i.test(reason ?? '')) return ownerRefused(said);
    // A role may let us change some records and not others.
    const isOfRecord = label !== undefined || /edit access/i.test(reason ?? '');
    return isOfRecord ? rowRefused('refused_by_crm', said) : rightMissing(said);
  }
  if (status === 409) {
    return new CrmProblem('transient', {
      code: 'refused_by_crm',
      message: 'EspoCRM says that somebody else is changing this record',
      hint: 'It is tried again by itself',
      ...said,
    });
  }
  return failureByStatus(answer, said.crmMessage);
}

/** The role of our user has no access to an entity: EspoCRM does not even tell that there is one. */
export function entityHidden(entity: string): CrmProblem {
  const { details } = rightMissing();
  return new CrmProblem('unauthorized', {
    ...details,
    message: `EspoCRM does not let our user see ${entity}`,
    hint: accessTodo([entity]),
  });
}

/** Whom a record may be given to is a matter of our user's role; other records may well be. */
function ownerRefused(said: Said): CrmProblem {
  const { details } = rowRefused('refused_by_crm', { ...said, field: 'assignedUserId' });
  return new CrmProblem('refused', {
    ...details,
    message: 'EspoCRM does not let our user give this record to its owner',
    hint: 'Set “Assignment Permission” of our user’s role to all, or map another owner',
  });
}

function readValidation(
  said: Said,
  reason: string | undefined,
  data: MessageTranslation['data'],
  schema: EspoSchema | undefined,
): CrmProblem {
  const [, reasonField, reasonType] = /field: (\w+), type: (\w+)/.exec(reason ?? '') ?? [];
  const field = data?.field ?? reasonField;
  const validator = data?.type ?? reasonType;
  if (!field || !validator) return rowRefused('refused_by_crm', said);
  const code = VALIDATORS[validator];
  if (code) return rowRefused(code, { ...said, field });
  if (validator === 'validCurrency') return rowRefused('invalid_option', { ...said, field: `${field}Currency` });
  const { espoType } = schema?.get(field) ?? {};
  if (espoType === 'phone') return phoneRefused({ ...said, field });
  const isOption = OPTION_TYPES.has(espoType ?? '');
  return rowRefused(isOption ? 'invalid_option' : 'invalid_value', { ...said, field });
}

/** Unless it was set up otherwise, EspoCRM takes numbers in the international form alone. */
function phoneRefused(said: Said): CrmProblem {
  const { details } = rowRefused('invalid_value', said);
  return new CrmProblem('refused', {
    ...details,
    hint: 'Give the number with its country, such as +49 30 1234567, or take the phone out of the field mapping',
  });
}
