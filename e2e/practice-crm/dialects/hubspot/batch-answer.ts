import { readJsonObject, type Answer, type Call } from '../../call.ts';
import type { HubspotError } from './errors.ts';

/** The list in `inputs`. @throws BadRequest */
export function readInputs(call: Call): unknown[] {
  const { inputs } = readJsonObject(call);
  return Array.isArray(inputs) ? inputs : [];
}

/** A batch answer, with its errors where there are some. */
export function complete(status: number, results: unknown[], errors: HubspotError[] = []): Answer {
  const now = new Date().toISOString();
  return {
    status,
    body: {
      status: 'COMPLETE',
      results,
      startedAt: now,
      completedAt: now,
      ...(errors.length > 0
        ? { numErrors: errors.length, errors: errors.map((error) => ({ status: 'error', ...error })) }
        : {}),
    },
  };
}
