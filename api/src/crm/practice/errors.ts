import type { CrmProblem } from '../errors.js';
import { failureByStatus, rowRefused, type RowCode } from '../failures.js';
import type { CrmAnswer } from '../http.js';

/** How the practice CRM says no. */
export interface PracticeError {
  code: string;
  message: string;
  field?: string;
}

const ROW_CODES: Record<string, RowCode> = {
  unknown_field: 'unknown_field',
  read_only_field: 'read_only_field',
  required_field: 'required_field_missing',
  invalid_type: 'invalid_value',
  invalid_option: 'invalid_option',
  too_long: 'value_too_long',
};

/** One row of a batch that was not written. */
export function readRowProblem(status: 'refused' | 'not_found', error: PracticeError | undefined): CrmProblem {
  const code = status === 'not_found' ? 'record_deleted' : (ROW_CODES[error?.code ?? ''] ?? 'refused_by_crm');
  return rowRefused(code, error && { field: error.field, crmMessage: error.message, answer: error });
}

/** An answer that concerns the whole call. */
export function readCallProblem(answer: CrmAnswer): CrmProblem {
  const said = (answer.body ?? {}) as Partial<PracticeError>;
  return failureByStatus(answer, said.message);
}
