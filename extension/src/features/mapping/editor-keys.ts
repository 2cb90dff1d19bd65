import type { ReadonlySignal } from '@preact/signals';
import type { MappingEditor } from './mapping-editor';
import { saveAndTell } from './save-and-tell';

/**
 * Undo, redo and save by keyboard, until the answered function is called. What is typed into fields outside the rows, like
 * the search, keeps the browser's own undo.
 */
export function listenToEditorKeys(editor: MappingEditor, isEditable: ReadonlySignal<boolean>): () => void {
  const listener = (event: KeyboardEvent) => {
    if (!isEditable.value || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    if (document.querySelector('dialog[open]')) return;
    const key = event.key.toLowerCase();
    if (key === 's') {
      if (editor.draft.isDirty.value && !editor.problems.value.isUnfinished) void saveAndTell(editor);
    } else if (isTypingElsewhere(event.target)) return;
    else if (key === 'z' && !event.shiftKey) editor.draft.undo();
    else if (key === 'y' || key === 'z') editor.draft.redo();
    else return;
    event.preventDefault();
  };
  addEventListener('keydown', listener);
  return () => removeEventListener('keydown', listener);
}

const isTypingElsewhere = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea') && !target.closest('[data-draft]');
