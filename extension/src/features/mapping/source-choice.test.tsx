import { useState } from 'preact/hooks';
import { render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { MappingRow, MappingSource } from '@integration-queue/shared/mapping';
import { SourceChoice } from './source-choice';

test('what was chosen of one kind is there again after others were looked at', async () => {
  const seen: MappingSource[] = [];
  const Shown = () => {
    const [row, setRow] = useState<MappingRow>({ target: 'city', source: { fixed: 'Berlin' }, mode: 'overwrite' });
    const change = (changes: Partial<MappingRow>) => {
      if (changes.source) seen.push(changes.source);
      setRow({ ...row, ...changes });
    };
    return <SourceChoice object="company" row={row} field={undefined} isEditable onChange={change} />;
  };
  render(<Shown />);
  const [field, fixed, template] = screen.getAllByRole('radio');
  for (const kind of [field, template, fixed]) await userEvent.click(kind!);
  expect(seen.at(-1)).toEqual({ fixed: 'Berlin' });
});
