import type { Answer } from '../../call.ts';

/** An error about the whole call, as the practice dialect says it. */
export function refuse(status: number, code: string, message: string): Answer {
  return { status, body: { code, message } };
}
