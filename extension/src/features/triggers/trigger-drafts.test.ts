import { isUnsaved } from '../unsaved/unsaved';
import { newTrigger } from './new-trigger';
import { TriggerDraft } from './trigger-draft';
import { draftOf, forgetDraft, keepDraftsOf } from './trigger-drafts';

const stored = { ...newTrigger('i'), name: 'Prices', actions: [deal({ stage: 'won', amount: 5 })] };

function deal(values: object) {
  return { object: 'deal' as const, deal: { title: '{{name}}', ...values } };
}

it('has something unsaved until it is as it was, in whatever order it was written', () => {
  const draft = new TriggerDraft(stored);
  expect(draft.isDirty.value).toBe(false);
  draft.change({ actions: [deal({ amount: 5 })] });
  expect(draft.isDirty.value).toBe(true);
  draft.change({ actions: [deal({ amount: 5, stage: 'won' })] });
  expect(draft.isDirty.value).toBe(false);
  draft.change({ name: 'Other' });
  draft.discard();
  expect(draft.trigger.value).toEqual(stored);
});

it('keeps what was begun while another page is looked at, and only that', () => {
  draftOf('a', stored);
  expect(isUnsaved('triggers')).toBe(false);
  expect(draftOf('a', { ...stored, name: 'Renamed elsewhere' }).trigger.value.name).toBe('Renamed elsewhere');
  draftOf('a', stored).change({ name: 'Begun' });
  expect(isUnsaved('triggers')).toBe(true);
  expect(draftOf('a', stored).trigger.value.name).toBe('Begun');
  forgetDraft('a');
  expect(isUnsaved('triggers')).toBe(false);
  expect(draftOf('a', stored).trigger.value.name).toBe('Prices');
});

it('does not speak of a trigger that was deleted; a new one is begun still', () => {
  draftOf('gone', stored).change({ name: 'Begun' });
  keepDraftsOf(['a', 'gone']);
  expect(isUnsaved('triggers')).toBe(true);
  draftOf('new', stored).change({ name: 'Begun' });
  keepDraftsOf(['a']);
  expect(isUnsaved('triggers')).toBe(true);
  forgetDraft('new');
  expect(isUnsaved('triggers')).toBe(false);
});
