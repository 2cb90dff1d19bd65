import type { Answer } from '../../call.ts';
import type { Refusal } from '../../refusal.ts';

export const ok = (data: unknown, more: object = {}): Answer => ({
  status: 200,
  body: { success: true, data, ...more },
});

/** @param code Pipedrive's word for it, where it has one */
export function fail(status: number, error: string, code?: string, headers?: Record<string, string>): Answer {
  return {
    status,
    body: {
      success: false,
      error,
      errorCode: status,
      error_info: 'Please check developers.pipedrive.com for more information about Pipedrive API.',
      data: null,
      ...(code === undefined ? {} : { code }),
    },
    ...(headers ? { headers } : {}),
  };
}

/** What Pipedrive says about the first value that was not taken. */
export const refuse = ({ field, message, code }: Refusal): Answer =>
  fail(
    400,
    `Validation failed: ${field}: ${code === 'unknown_field' ? 'Unknown field' : message}`,
    'ERR_SCHEMA_VALIDATION_FAILED',
  );

export const notFound = (title: string) => fail(404, `${title} not found`, 'ERR_NOT_FOUND');
