import type { CrmField, Mapping, MappingRow } from '@integration-queue/shared/mapping';
import type { Answer } from '../protocol';
import { MappingEditor } from './mapping-editor';
import { plain } from './mapping-draft';
import { savedByText } from './saved-by-text';

const row = (target: string): MappingRow => ({ target, source: { field: 'name' }, mode: 'overwrite' });
const field = (name: string): CrmField => ({ name, label: name, type: 'string', required: false, writable: true });

/** Versions the server answers at once. */
const PAGE = 3;

/** A server that keeps versions as ours does. */
function server() {
  const versions: Mapping[] = [];
  let schema: Answer<{ items: CrmField[] }> | Promise<Answer<{ items: CrmField[] }>> = {
    ok: true,
    value: { items: [field('name'), field('city')] },
  };
  let isAnswerLost = false;
  const add = (rows: MappingRow[], savedBy: string | null): Mapping => {
    const version = versions.length + 1;
    versions.unshift({ integrationId: 'i', object: 'company', version, rows, problems: [], savedAt: '2026-01-01T00:00:00Z', savedBy, savedByKind: 'member' }); // prettier-ignore
    return versions[0]!;
  };
  add([row('name')], null);
  const editor = new MappingEditor(
    {
      getMapping: async () => ({ ok: true, value: versions[0]! }),
      listFields: async () => schema,
      listSyncs: async () => ({ ok: true, value: { items: [], nextCursor: null } }),
      listMappingVersions: async (_, __, { cursor } = {}) => {
        const start = Number(cursor ?? 0);
        const end = start + PAGE;
        return {
          ok: true,
          value: { items: versions.slice(start, end), nextCursor: end < versions.length ? String(end) : null },
        };
      },
      saveMapping: async (_, __, { rows, version }) => {
        if (version !== versions[0]!.version)
          return { ok: false, problem: { code: 'mapping_version_changed', message: '' } };
        const saved = add(rows, 'Ada');
        return isAnswerLost ? { ok: false, problem: { code: 'offline', message: '' } } : { ok: true, value: saved };
      },
    },
    'i',
    'company',
  );
  return {
    editor,
    versions,
    saveAsSomebodyElse: (rows: MappingRow[]) => add(rows, 'Bob'),
    /** The CRM takes its time, until the answered function is called. */
    holdSchema() {
      const answer = schema;
      let release!: () => void;
      schema = new Promise((resolve) => (release = () => resolve(answer)));
      return release;
    },
    failSchema: () => (schema = { ok: false, problem: { code: 'crm_unreachable', message: 'no answer' } }),
    loseAnswers: (isLost: boolean) => (isAnswerLost = isLost),
  };
}
const targets = (editor: MappingEditor) => plain(editor.draft.rows.value).map(({ target }) => target);

it('saves the next version, and then has nothing unsaved', async () => {
  const { editor } = server();
  await editor.load();
  editor.draft.add(row('city'));
  expect(await editor.save()).toBe('saved');
  expect([editor.current.value?.version, editor.draft.isDirty.value]).toEqual([2, false]);
});

it('keeps what was typed where somebody else saved meanwhile, and saves it on top when asked', async () => {
  const { editor, versions, saveAsSomebodyElse } = server();
  await editor.load();
  editor.draft.add(row('city'));
  saveAsSomebodyElse([row('phone')]);
  expect(await editor.save()).toBe('conflict');
  expect([targets(editor), editor.conflict.value?.savedBy]).toEqual([['name', 'city'], 'Bob']);
  editor.keepMine();
  expect(await editor.save()).toBe('saved');
  expect(versions.map(({ rows }) => rows.length)).toEqual([2, 1, 1]);
});

it('takes what somebody else saved, and gives the own rows back by undo', async () => {
  const { editor, saveAsSomebodyElse } = server();
  await editor.load();
  editor.draft.add(row('city'));
  saveAsSomebodyElse([row('phone')]);
  await editor.save();
  editor.takeTheirs();
  expect([targets(editor), editor.draft.isDirty.value]).toEqual([['phone'], false]);
  editor.draft.undo();
  expect(targets(editor)).toEqual(['name', 'city']);
});

it('notices that a save was done though its answer got lost', async () => {
  const { editor, loseAnswers } = server();
  await editor.load();
  editor.draft.add(row('city'));
  loseAnswers(true);
  expect(await editor.save()).toBe('failed');
  expect([targets(editor), editor.saveProblem.value?.code]).toEqual([['name', 'city'], 'offline']);
  loseAnswers(false);
  expect(await editor.save()).toBe('saved');
  expect([editor.current.value?.version, editor.saveProblem.value]).toEqual([2, null]);
});

it('shows the mapping while the CRM takes its time, and keeps what is changed meanwhile', async () => {
  const { editor, holdSchema } = server();
  const release = holdSchema();
  const loaded = editor.load();
  await new Promise<void>((resolve) => editor.current.subscribe((mapping) => mapping && resolve()));
  editor.draft.add(row('gone'));
  expect([targets(editor), editor.fields.value, editor.problems.value.count]).toEqual([['name', 'gone'], null, 0]);
  release();
  await loaded;
  expect([targets(editor), editor.schemaPhase.value, editor.problems.value.count]).toEqual([
    ['name', 'gone'],
    'ready',
    1,
  ]);
});

it('goes on without the schema, and checks against it once it is there', async () => {
  const { editor, failSchema } = server();
  failSchema();
  await editor.load();
  editor.draft.add(row('gone'));
  expect([editor.schemaPhase.value, editor.problems.value.count]).toEqual(['failed', 0]);
});

it('follows a newer version while nothing was changed, and meets it as a conflict where something was', async () => {
  const { editor, saveAsSomebodyElse } = server();
  await editor.load();
  saveAsSomebodyElse([row('phone')]);
  await editor.load();
  expect(targets(editor)).toEqual(['phone']);
  editor.draft.add(row('city'));
  saveAsSomebodyElse([row('email')]);
  await editor.load();
  expect([targets(editor), editor.conflict.value?.version]).toEqual([['phone', 'city'], 3]);
});

it('shows the newest versions first, and every older one when asked for it', async () => {
  const { editor, saveAsSomebodyElse } = server();
  for (let save = 0; save < 6; save++) saveAsSomebodyElse([row('name')]);
  const shown = () => editor.versions.value?.map(({ version }) => version);
  await editor.loadVersions();
  expect(shown()).toEqual([7, 6, 5]);
  while (editor.olderVersions.value !== null) await editor.loadVersions(editor.olderVersions.value);
  expect(shown()).toEqual([7, 6, 5, 4, 3, 2, 1]);
  await editor.loadVersions();
  expect([shown(), editor.olderVersions.value]).toEqual([[7, 6, 5], '3']);
});

it.each<[Mapping['savedByKind'], string | null, string]>([
  ['member', 'Ada', 'Ada'],
  ['api_key', 'Import', 'API key “Import”'],
  ['system', null, 'when connected'],
])('tells who saved a version: %s', (savedByKind, savedBy, text) => {
  expect(savedByText({ savedByKind, savedBy })).toBe(text);
});

test('a save while one is under way is not made, and is nobody else’s', async () => {
  const { editor, versions } = server();
  await editor.load();
  editor.draft.add(row('city'));
  const [first, second] = await Promise.all([editor.save(), editor.save()]);
  expect([first, second]).toEqual(['saved', 'busy']);
  expect(editor.conflict.value).toBeNull();
  expect(versions).toHaveLength(2);
});
