import type { MappingProblem } from '@integration-queue/shared/mapping';
import { optionalMessage } from '@/platform/locale';

/**
 * A problem in the reader's language: what is wrong, and how to mend it; without naming the value where it is not known.
 * Unknown codes are told in the API's words.
 */
export function explainMappingProblem(problem: MappingProblem, label: string): { what: string; todo: string } {
  const { code, value } = problem;
  const text = (part: string) => optionalMessage(`mappingProblem.${code}.${part}`);
  const fill = (said: string) => said.replace(/\{(field|value)\}/g, (_, name) => (name === 'field' ? label : value!));
  const what = (!value && text('unnamed')) || text('what');
  return what ? { what: fill(what), todo: fill(text('todo')) } : { what: problem.message, todo: problem.hint };
}
