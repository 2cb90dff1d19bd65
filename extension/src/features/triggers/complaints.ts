import { i18n } from '#i18n';
import { complaintText } from '../errors/error-text';
import type { ShownProblem } from '../protocol';

/** What the server says of a place in what is edited, by its path like `deal.stage`; null for nothing. */
export type Complaints = (path: string) => string | null;

/** What it says of one action of a trigger, in the reader's words where it is that the CRM does not offer a value. */
export function complaintsOf(problem: ShownProblem | null, action: number, integration: string): Complaints {
  return (path) => {
    const found = problem?.errors?.find((one) => one.path === `actions.${action}.${path}`);
    if (!found) return null;
    return problem?.code === 'option_not_offered'
      ? i18n.t('send.notOffered', { integration })
      : complaintText(found.message);
  };
}

/** Of several names at places below one path, those that are complained of. */
export function namesComplainedOf(complaints: Complaints, path: string, names: [at: string, name: string][]): string[] {
  return [...new Set(names.flatMap(([at, name]) => (complaints(`${path}.${at}`) === null ? [] : [name])))];
}
