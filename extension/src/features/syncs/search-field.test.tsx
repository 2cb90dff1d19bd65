import { fireEvent, render, screen } from '@testing-library/preact';
import { SearchField } from './search-field';

test('an emptied field shows the whole list at once, whatever was about to be searched', () => {
  jest.useFakeTimers();
  const onSearch = jest.fn();
  render(<SearchField value="acme" onSearch={onSearch} />);
  const field = screen.getByRole('searchbox');

  fireEvent.input(field, { target: { value: 'acme g' } });
  fireEvent.input(field, { target: { value: '' } });
  expect(onSearch.mock.calls).toEqual([['']]);

  jest.runAllTimers();
  expect(onSearch).toHaveBeenCalledTimes(1);
  jest.useRealTimers();
});

test('a field that is left is searched for at once, and once', () => {
  jest.useFakeTimers();
  const onSearch = jest.fn();
  const { rerender } = render(<SearchField value="" onSearch={onSearch} />);
  const field = screen.getByRole('searchbox');

  fireEvent.input(field, { target: { value: 'acme' } });
  fireEvent.change(field);
  expect(onSearch.mock.calls).toEqual([['acme']]);

  rerender(<SearchField value="acme" onSearch={onSearch} />);
  fireEvent.change(field);
  jest.runAllTimers();
  expect(onSearch).toHaveBeenCalledTimes(1);
  jest.useRealTimers();
});
