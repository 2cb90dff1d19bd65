import type { SendField } from '@integration-queue/shared/send-fields';
import type { Filled } from './send-draft';

const field = (name: string, type: SendField['type'] = 'string', required = false): SendField => ({
  field: name,
  label: '',
  type,
  required,
  options: null,
});

/** What can be filled in while nobody knows what the CRM offers; everything that would have to be chosen is left out. */
const WITHOUT_CRM: Record<'deal' | 'task', SendField[]> = {
  deal: [field('title', 'string', true), field('amount', 'number'), field('currency'), field('closeDate', 'date')],
  task: [field('subject', 'string', true), field('dueDate', 'date'), field('description', 'text')],
};
/** The order people fill them in. `externalId` is for services. */
const ORDER = {
  deal: ['title', 'amount', 'currency', 'pipeline', 'stage', 'closeDate', 'owner', 'description'],
  task: ['subject', 'dueDate', 'type', 'priority', 'owner', 'description'],
};

/**
 * The fields to fill in, in order: those that arrive in the CRM, or the plainest where it does not tell (`null`). A stage
 * that belongs to a pipeline brings it along, so that the two can never contradict each other.
 */
export function fieldsToFill(object: 'deal' | 'task', offered: SendField[] | null): SendField[] {
  const fields = offered ?? WITHOUT_CRM[object];
  const bringsPipeline = fields.some(({ field: name, options }) => name === 'stage' && options?.every(({ of }) => of));
  return ORDER[object].flatMap((name) => {
    const found = fields.find(({ field: own }) => own === name);
    if (!found || (name === 'pipeline' && bringsPipeline)) return [];
    // A title or subject is required by us, a date may be a date and time there, and an amount is one everywhere.
    if (name === 'title' || name === 'subject') return [{ ...found, required: true }];
    if (name === 'closeDate' || name === 'dueDate') return [{ ...found, type: 'date' as const }];
    return [name === 'amount' ? { ...found, type: 'number' as const } : found];
  });
}

/**
 * What is filled in, with what was chosen last time where nothing was yet. Somebody who left the company is not offered any
 * more, and is not proposed either.
 */
export function withRemembered(filled: Filled, remembered: Filled, fields: SendField[]): Filled {
  const fitting = fields.flatMap(({ field: name, options }) => {
    const value = remembered[name];
    return value && (!options || options.some((option) => option.value === value)) ? [[name, value]] : [];
  });
  return { ...(Object.fromEntries(fitting) as Filled), ...filled };
}

/** The draft with a field filled in; a stage brings the pipeline it belongs to. */
export function filledIn(filled: Filled, { field: name, options }: SendField, text: string): Filled {
  const pipeline = options?.find(({ value }) => value === text)?.of;
  return { ...filled, [name]: text, ...(pipeline === undefined ? {} : { pipeline }) };
}

/** The pipeline a chosen stage belongs to, which is sent with it. */
export const PIPELINE_OF_STAGE = field('pipeline');
