import { CrmProblem } from './errors.js';
import type { CrmAnswer } from './http.js';

/**
 * Nothing of the kind is at the address a user gave: a person has to correct it. A redirect is not followed, since it may
 * lead into a network the address guard keeps us out of; where it leads to is said instead.
 */
export function wrongAddress(product: string, { status, headers, text }: CrmAnswer): CrmProblem {
  const target = status >= 300 && status < 400 ? headers['location'] : undefined;
  return new CrmProblem('unauthorized', {
    code: 'crm_unreachable',
    message: target ? `${product}’s address leads on to another one` : `There is no ${product} at this address`,
    hint: target ? `Give the address it leads to: ${target}` : `Correct the address of ${product}`,
    crmMessage: target ?? text.slice(0, 300),
    httpStatus: status,
  });
}
