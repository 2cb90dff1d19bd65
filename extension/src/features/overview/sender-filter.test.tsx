import { render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { SyncFilter } from '@integration-queue/shared';
import { makeSync } from '../../../test/support/syncs';
import { SenderFilter } from './sender-filter';

const rows = [
  makeSync({ trigger: { kind: 'manual', by: { id: '1', name: 'Zoe' } } }),
  makeSync({ trigger: { kind: 'manual', by: { id: '1', name: 'Zoe' } } }),
  makeSync({ trigger: { kind: 'api', by: { id: '2', name: 'CI' } } }),
  makeSync({ trigger: { kind: 'automation', by: null } }),
];

function show(filter: SyncFilter, shown = rows) {
  const asked: SyncFilter[] = [];
  const view = (next: SyncFilter, list = shown) => (
    <SenderFilter filter={next} rows={list} show={(one) => void asked.push(one)} />
  );
  const { rerender } = render(view(filter));
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Sent by' });
  return { asked, select, again: (next: SyncFilter, list = shown) => rerender(view(next, list)) };
}
const chosen = (select: HTMLSelectElement) => select.selectedOptions[0]?.textContent;

it('offers each who sent something, once, and asks for what that one sent', async () => {
  const { asked, select, again } = show({ status: 'error' });
  expect([...select.options].map(({ text }) => text).filter((text) => /Zoe|CI/.test(text))).toEqual([
    expect.stringContaining('CI'),
    'Zoe',
  ]);
  await userEvent.selectOptions(select, 'Zoe');
  expect(asked).toEqual([{ status: 'error', trigger: 'manual', by: '1' }]);
  // The list has nobody else now, who can be chosen all the same.
  again({ trigger: 'manual', by: '1' }, rows.slice(0, 1));
  expect(chosen(select)).toBe('Zoe');
  await userEvent.selectOptions(select, 'by hand');
  await userEvent.selectOptions(select, 'Sent by anyone');
  expect(asked.slice(1)).toEqual([
    { trigger: 'manual', by: undefined },
    { trigger: undefined, by: undefined },
  ]);
  expect(select.textContent).toContain('CI');
});

it('shows that somebody is chosen whom no row has named yet, until one does', () => {
  const { select, again } = show({ trigger: 'manual', by: '1' }, []);
  expect(chosen(select)).toBe('one sender');
  again({ trigger: 'manual', by: '1' }, rows);
  expect(chosen(select)).toBe('Zoe');
});
