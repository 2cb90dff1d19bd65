import { render, screen } from '@testing-library/preact';
import type { CrmField, MappingRow } from '@integration-queue/shared/mapping';
import { api } from '../session/remote-api';
import { MappingEditor } from './mapping-editor';
import { RowEditor } from './row-editor';

type Type = CrmField['type'];

function showModes(type: Type | undefined, mode: MappingRow['mode'] = 'overwrite'): string[] {
  const row: MappingRow = { target: 'areas', source: { fixed: 'it' }, mode };
  const field = type && { name: 'areas', label: 'Areas', type, required: false, writable: true };
  const editor = new MappingEditor(api, 'id', 'company');
  const { unmount } = render(<RowEditor editor={editor} draft={{ key: 1, row }} field={field} isEditable />);
  const legend = { name: 'If the field already has a value' };
  const radios = [...screen.getByRole('group', legend).querySelectorAll('label')].map(({ textContent }) => textContent);
  unmount();
  return radios;
}

const BOTH = ['Overwrite it', 'Keep it'];

test('a value can be appended to texts and to choices of several, or where the field is not known', () => {
  for (const type of ['string', 'text', 'other', 'options', undefined] as const)
    expect([type, showModes(type)]).toEqual([type, [...BOTH, 'Append to it']]);
  for (const type of ['option', 'number', 'date', 'boolean'] as const)
    expect([type, showModes(type)]).toEqual([type, BOTH]);
});

test('what was chosen before stays to be seen, beside its problem', () => {
  expect(showModes('option', 'append')).toEqual([...BOTH, 'Append to it']);
});
