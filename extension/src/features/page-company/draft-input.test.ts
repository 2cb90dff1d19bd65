import type { SendField } from '@integration-queue/shared/send-fields';
import { fieldsToFill, filledIn, PIPELINE_OF_STAGE, withRemembered } from './draft-fields';
import { inputOf } from './draft-input';
import { newDraft } from './send-draft';

const crmField = (field: string, more: Partial<SendField> = {}): SendField => ({
  field,
  label: field,
  type: 'string',
  required: false,
  options: null,
  ...more,
});
const company = { name: ' Example GmbH ', domain: 'example.com', city: '' };
const draft = newDraft(company, 'hubspot');
const stage = crmField('stage', {
  type: 'option',
  options: [
    { value: 'new', label: 'Sales: New', of: 'sales' },
    { value: 'renew', label: 'Renewals: Due', of: 'renewals' },
  ],
});

it('sends a company without what was left empty', () => {
  expect(inputOf(draft, [])).toEqual({
    integrationId: 'hubspot',
    object: 'company',
    company: { name: 'Example GmbH', domain: 'example.com' },
  });
});

it('sends a deal with its company: numbers as numbers, what is empty not at all', () => {
  const filled = {
    ...draft,
    object: 'deal' as const,
    deal: { title: 'Big', amount: '12.50', closeDate: '', owner: '7' },
  };
  const shown = fieldsToFill('deal', [crmField('title'), crmField('amount'), crmField('closeDate'), crmField('owner')]);
  expect(inputOf(filled, shown)).toMatchObject({ object: 'deal', deal: { title: 'Big', amount: 12.5, owner: '7' } });
});

it('sends nothing the chosen CRM has no field for', () => {
  const filled = { ...draft, object: 'deal' as const, deal: { title: 'Big', owner: 'from another CRM' } };
  expect(inputOf(filled, fieldsToFill('deal', [crmField('title')]))).toMatchObject({ deal: { title: 'Big' } });
});

it('calls a deal what its company is called, and asks for the subject of a task', () => {
  expect(draft.deal).toEqual({ title: ' Example GmbH ' });
  expect(fieldsToFill('task', null)[0]).toMatchObject({ field: 'subject', required: true });
});

it('lets a stage bring its pipeline along, where the CRM says which', () => {
  const fields = fieldsToFill('deal', [crmField('title'), crmField('pipeline'), stage]);
  expect(fields.map(({ field }) => field)).toEqual(['title', 'stage']);
  const deal = filledIn({ title: 'Big' }, stage, 'renew');
  expect(inputOf({ ...draft, object: 'deal', deal }, [...fields, PIPELINE_OF_STAGE])).toMatchObject({
    deal: { stage: 'renew', pipeline: 'renewals' },
  });
});

it('asks for the plainest while the CRM does not tell what it offers', () => {
  expect(fieldsToFill('deal', null).every(({ options }) => options === null)).toBe(true);
});

it('proposes the owner of last time, unless they are gone or somebody else was chosen', () => {
  const owner = crmField('owner', { options: [{ value: '71', label: 'Anna' }] });
  expect(withRemembered({}, { owner: '71', currency: 'EUR' }, [owner])).toEqual({ owner: '71' });
  expect(withRemembered({}, { owner: '99' }, [owner])).toEqual({});
  expect(withRemembered({ owner: '' }, { owner: '71' }, [owner])).toEqual({ owner: '' });
});
