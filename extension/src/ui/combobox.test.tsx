import { render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { Combobox, type Choice } from './combobox';

/** As many options as a CRM's field may have. */
const MANY: Choice[] = Array.from({ length: 5_000 }, (_, index) => ({
  value: `option_${index}`,
  label: `Option ${index}`,
}));

beforeAll(() => {
  // jsdom lays nothing out, so it does not scroll.
  Element.prototype.scrollIntoView = () => {};
});

function show(value = '') {
  const chosen: string[] = [];
  render(<Combobox label="Theirs" choices={MANY} value={value} onChoose={(one) => void chosen.push(one)} />);
  return { chosen, field: screen.getByRole<HTMLInputElement>('combobox', { name: 'Theirs' }) };
}
const shown = () => within(screen.getByRole('listbox')).getAllByRole('option');
const activeText = (field: HTMLInputElement) =>
  document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.textContent;

it('draws the first fifty of 5,000, and says how many more there are', async () => {
  const { field } = show();
  await userEvent.click(field);
  expect(shown()).toHaveLength(50);
  expect(screen.getByText(/4,950/)).toBeTruthy();
  expect(document.querySelectorAll('li')).toHaveLength(50);
});

it('finds any of 5,000 by what is typed, what begins so before what contains it, and takes it by keyboard', async () => {
  const { field, chosen } = show();
  await userEvent.type(field, '499');
  expect(shown().map(({ textContent }) => textContent)).toEqual([
    'Option 499',
    ...Array.from({ length: 4 }, (_, index) => `Option ${index + 1}499`),
    ...Array.from({ length: 10 }, (_, index) => `Option 499${index}`),
  ]);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(activeText(field)).toBe('Option 2499');
  await userEvent.keyboard('{Enter}');
  expect(chosen).toEqual(['option_2499']);
  expect(screen.queryByRole('listbox')).toBeNull();
});

it('goes no further than the last one shown, and is left with Escape as it was', async () => {
  const { field, chosen } = show('option_4999');
  expect(field.value).toBe('Option 4999');
  await userEvent.click(field);
  await userEvent.keyboard('{PageDown}{PageDown}{PageDown}{PageDown}{PageDown}{PageDown}');
  expect(activeText(field)).toBe('Option 49');
  await userEvent.keyboard('nothing like it');
  expect(screen.queryAllByRole('option')).toEqual([]);
  await userEvent.keyboard('{Enter}');
  expect(chosen).toEqual([]);
  await userEvent.click(field);
  await userEvent.keyboard('{Escape}');
  expect(field.value).toBe('Option 4999');
});
