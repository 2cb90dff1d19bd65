import type { MappingRow } from '@integration-queue/shared/mapping';
import { MappingDraft, plain } from './mapping-draft';

const row = (target: string, field = target): MappingRow => ({ target, source: { field }, mode: 'overwrite' });
const open = () => new MappingDraft([row('name'), row('city')]);
const sources = (draft: MappingDraft) =>
  plain(draft.rows.value).map(({ source }) => Object.values(source)[0] as string);
const keyOf = (draft: MappingDraft, index: number) => draft.rows.value[index]!.key;

it('takes every step back, and forth again', () => {
  const draft = open();
  draft.change(keyOf(draft, 0), { source: { field: 'domain' } });
  draft.remove(keyOf(draft, 1));
  draft.add(row('phone'));
  expect(sources(draft)).toEqual(['domain', 'phone']);
  draft.undo();
  draft.undo();
  expect(sources(draft)).toEqual(['domain', 'city']);
  draft.undo();
  expect(sources(draft)).toEqual(['name', 'city']);
  expect([draft.canUndo.value, draft.isDirty.value]).toEqual([false, false]);
  draft.redo();
  draft.redo();
  expect(sources(draft)).toEqual(['domain']);
});

it('takes what was typed into one field back at once', () => {
  const draft = open();
  const [first, second] = [keyOf(draft, 0), keyOf(draft, 1)];
  for (const fixed of ['a', 'ab', 'abc']) draft.change(first, { source: { fixed } }, 'fixed');
  for (const fixed of ['x', 'xy']) draft.change(second, { source: { fixed } }, 'fixed');
  draft.undo();
  expect(sources(draft)).toEqual(['abc', 'city']);
  draft.undo();
  expect(sources(draft)).toEqual(['name', 'city']);
});

it('forgets what was undone when something else is done', () => {
  const draft = open();
  draft.remove(keyOf(draft, 0));
  draft.undo();
  draft.add(row('phone'));
  expect(draft.canRedo.value).toBe(false);
});

it('knows whether the rows are others than the saved ones, whatever way they came about', () => {
  const draft = open();
  draft.change(keyOf(draft, 0), { values: { a: 'b' } });
  expect(draft.isDirty.value).toBe(true);
  draft.change(keyOf(draft, 0), { values: {} });
  expect(draft.isDirty.value).toBe(false);
});

it('keeps what was typed while a save was under way, as not saved', () => {
  const draft = open();
  draft.remove(keyOf(draft, 1));
  const sent = plain(draft.rows.value);
  draft.add(row('phone'));
  draft.markSaved(sent);
  expect([sources(draft), draft.isDirty.value]).toEqual([['name', 'phone'], true]);
});

it('restores other rows as one step, and rows that stay keep their place on the screen', () => {
  const draft = open();
  const key = keyOf(draft, 1);
  draft.replace([row('city', 'region'), row('phone')]);
  expect(draft.rows.value[0]).toEqual({ key, row: row('city', 'region') });
  draft.undo();
  expect(sources(draft)).toEqual(['name', 'city']);
});

it('takes 500 rows and no more', () => {
  const draft = new MappingDraft(Array.from({ length: 499 }, (_, index) => row(`field_${index}`)));
  expect(draft.add(row('last'))).not.toBeNull();
  expect(draft.add(row('one_more'))).toBeNull();
  expect(draft.rows.value).toHaveLength(500);
});
