import { useState } from 'preact/hooks';
import { render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { CrmField } from '@integration-queue/shared/mapping';
import { FixedValue } from './fixed-value';
import { readSeveral } from './read-several';

const options = [
  { value: 'it', label: 'Computers' },
  { value: 'hr', label: 'People' },
];

function show(type: CrmField['type'], first: string): { seen: unknown[]; input: HTMLInputElement } {
  const seen: unknown[] = [];
  const field = { name: 'areas', label: 'Areas', type, required: false, writable: true, options };
  const Shown = () => {
    const [value, setValue] = useState<string | number | boolean>(first);
    const change = (next: string | number | boolean) => void (seen.push(next), setValue(next));
    return <FixedValue value={value} field={field} isEditable onChange={change} />;
  };
  render(<Shown />);
  return { seen, input: screen.getByRole('combobox') };
}

test('of a choice of several, several are typed and shown by what they are called', async () => {
  const { seen, input } = show('options', 'hr;it');
  expect(input.value).toBe('People; Computers');
  await userEvent.click(input);
  await userEvent.clear(input);
  await userEvent.type(input, 'computers; hr{Enter}');
  expect(seen).toEqual(['it;hr']);
  expect(input.value).toBe('Computers; People');
});

test('of a choice of one, one', async () => {
  const { seen, input } = show('option', 'it');
  expect(input.value).toBe('Computers');
  await userEvent.click(input);
  await userEvent.clear(input);
  await userEvent.type(input, 'it;hr{Enter}');
  expect(seen).toEqual([]);
});

test('what is no option is none of several either', () => {
  expect(readSeveral('it;anvils', options)).toBeNull();
  expect(readSeveral('it;', options)).toBeNull();
  expect(readSeveral(' hr ; it; hr', options)).toBe('hr;it');
});
