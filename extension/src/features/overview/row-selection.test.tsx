import { fireEvent, render, screen } from '@testing-library/preact';
import { selectByKey, tick } from './row-selection';
import { clearSelection, selectedIds } from './selection';

const shown = ['a', 'b', 'c', 'd', 'e'];
const selected = () => [...selectedIds.value].sort().join('');

beforeEach(clearSelection);

it('takes a range from the row ticked last, in either direction, and unticks one too', () => {
  tick('d', true, { shown, isRange: false });
  tick('b', true, { shown, isRange: true });
  expect(selected()).toBe('bcd');
  tick('c', false, { shown, isRange: true });
  expect(selected()).toBe('d');
});

it('takes a row alone where the one ticked last is no longer shown', () => {
  tick('gone', true, { shown: ['gone'], isRange: false });
  clearSelection();
  tick('c', true, { shown, isRange: true });
  expect(selected()).toBe('c');
});

describe('by keys', () => {
  const pressed: string[] = [];
  beforeEach(() => {
    pressed.length = 0;
    render(
      <ul onKeyDown={(event) => selectByKey(event, shown)}>
        {shown.map((id) => (
          <li key={id} data-id={id}>
            <a href="#" data-row onClick={() => pressed.push(id)}>
              {id}
            </a>
          </li>
        ))}
      </ul>,
    );
  });
  const row = (id: string) => screen.getByRole('link', { name: id });

  it('Space ticks a row and unticks it again, and does not open it', () => {
    row('b').focus();
    expect(fireEvent.keyDown(row('b'), { key: ' ' })).toBe(false);
    expect(selected()).toBe('b');
    fireEvent.keyDown(row('b'), { key: ' ' });
    expect([selected(), pressed]).toEqual(['', []]);
  });

  it('Shift with an arrow takes in the row it leads to', () => {
    // The list moves the focus first.
    row('c').focus();
    fireEvent.keyDown(row('b'), { key: 'ArrowDown', shiftKey: true });
    expect(selected()).toBe('bc');
    row('d').focus();
    fireEvent.keyDown(row('c'), { key: 'ArrowDown' });
    expect(selected()).toBe('bc');
  });
});
