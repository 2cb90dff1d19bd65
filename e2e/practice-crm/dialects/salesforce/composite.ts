import { readJsonObject, type Answer, type Call } from '../../call.ts';
import { fail } from './errors.ts';

const MOST_PARTS = 25;
/** Of those, collections and queries. */
const MOST_HEAVY = 5;

interface Part {
  method?: string;
  url?: string;
  referenceId?: string;
  body?: unknown;
}

/**
 * `POST /composite`: several calls in one, done in order, each for itself. (With `allOrNone` Salesforce would undo all of
 * them; nobody here asks for that.)
 * @param answer does one call.
 */
export function composite(call: Call, answer: (call: Call) => Answer): Answer {
  const { compositeRequest, allOrNone } = readJsonObject(call);
  if (!Array.isArray(compositeRequest)) return fail(400, 'JSON_PARSER_ERROR', 'compositeRequest is missing');
  if (allOrNone === true) return fail(400, 'INVALID_INPUT', 'The practice CRM does not undo composite requests');
  const parts = compositeRequest as Part[];
  if (parts.length > MOST_PARTS) {
    return fail(400, 'INVALID_INPUT', `The composite request exceeds the limit of ${MOST_PARTS} subrequests`);
  }
  const heavy = parts.filter(({ url = '' }) => /\/(composite\/sobjects|query)/.test(url)).length;
  if (heavy > MOST_HEAVY) {
    return fail(400, 'INVALID_INPUT', `A composite request takes ${MOST_HEAVY} collections and queries, not ${heavy}`);
  }
  const references = parts.map(({ referenceId }) => referenceId);
  if (references.includes(undefined) || new Set(references).size < parts.length) {
    return fail(400, 'INVALID_INPUT', 'Every subrequest needs a referenceId of its own');
  }
  return { status: 200, body: { compositeResponse: parts.map((part) => doPart(part, call, answer)) } };
}

function doPart({ method = 'GET', url = '', referenceId, body }: Part, outer: Call, answer: (call: Call) => Answer) {
  const { pathname, searchParams } = new URL(url, 'http://practice-crm');
  const done = answer({
    method,
    path: pathname,
    query: searchParams,
    headers: outer.headers,
    body: body === undefined ? '' : JSON.stringify(body),
  });
  return { body: done.body ?? null, httpHeaders: {}, httpStatusCode: done.status, referenceId };
}
