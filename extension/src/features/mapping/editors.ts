import type { SyncObject } from '@integration-queue/shared/vocabulary';
import { api } from '../session/remote-api';
import { tellOpen } from '../unsaved/unsaved';
import { MappingEditor } from './mapping-editor';

const editors = new Map<string, MappingEditor>();

/** The editor of a mapping. It outlives the page it is shown on, so that looking elsewhere loses nothing. */
export function editorOf(integrationId: string, object: SyncObject): MappingEditor {
  const name = `${integrationId} ${object}`;
  const known = editors.get(name);
  if (known) return known;
  const editor = new MappingEditor(api, integrationId, object);
  editors.set(name, editor);
  tellOpen('mapping', editors.values());
  return editor;
}
