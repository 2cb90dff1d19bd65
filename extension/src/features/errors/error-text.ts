import { optionalMessage } from '@/platform/locale';
import { i18n } from '#i18n';
import type { ShownProblem } from './problem';

/** An error in the reader's language: what happened, and what to do about it (empty where there is nothing to say). */
export interface ErrorText {
  what: string;
  todo: string;
}

/** An error of an entry or an integration. A code the locales do not know is told in the API's own, English, words. */
export function explainError(error: {
  code: string;
  message: string;
  hint: string;
  field?: string;
  fieldLabel?: string;
}): ErrorText {
  const field = error.fieldLabel ?? error.field;
  const what =
    (field && optionalMessage(`error.${error.code}.field`).replace('{field}', () => field)) ||
    optionalMessage(`error.${error.code}.what`);
  if (!what) return { what: error.message, todo: error.hint };
  return { what, todo: optionalMessage(`error.${error.code}.todo`) };
}

/** Why something asked for was not done, in one or two sentences. */
export function explainProblem(problem: ShownProblem): string {
  const known = optionalMessage(`problem.${problem.code}`);
  const places = problem.errors?.map(
    ({ path, message }) => (path ? `${fieldAt(path)}: ` : '') + complaintText(message),
  );
  return [known || problem.message || i18n.t('problem.internal'), places?.join(' · ')].filter(Boolean).join(' ');
}

const fieldAt = (path: string) => optionalMessage(`field.${path.replace(/.*\./, '')}`) || path;

/**
 * What the server says of a place, in the reader's words. The contract has few such sentences, and they are their own
 * names: `must be at most 200` is `must_be_at_most_n`. Of others the English is shown.
 */
export function complaintText(message: string): string {
  const name = message
    .replace(/ such as .*/, '')
    .replace(/\d+/g, 'n')
    .replace(/\W+/g, '_');
  return optionalMessage(`complaint.${name}`).replace('{n}', /\d+/.exec(message)?.[0] ?? '') || message;
}
