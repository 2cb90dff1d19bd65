import { render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { storeSession } from '../../../test/support/sign-in';
import { makeSync } from '../../../test/support/syncs';
import { account } from '../live/page-state';
import { loadColumns } from './columns';
import { ColumnsChoice } from './columns-choice';
import { RowDetails } from './row-details';

const sync = makeSync({ object: 'deal', attempts: 3, trigger: { kind: 'manual', by: { id: '1', name: 'Zoe' } } });

it('tells of each entry what the member chose, and each member chooses for themselves', async () => {
  const ada = await storeSession('https://queue.example.com', { memberId: 'ada' });
  account.value = ada;
  await loadColumns();
  const { container } = render(
    <>
      <p>
        <RowDetails sync={sync} integrationName="HubSpot" />
      </p>
      <ColumnsChoice />
    </>,
  );
  const told = () => container.querySelector('p')!.textContent;
  const usual = told();
  expect(usual).toMatch(/^Deal · HubSpot · .*ago$/);
  for (const name of ['Date', 'Integration', 'Started by', 'Attempts'])
    await userEvent.click(screen.getByRole('checkbox', { name, hidden: true }));
  expect(told()).toBe('Deal · Zoe · 3 attempts');
  account.value = { ...ada, member: { ...ada.member, id: 'bob' } };
  await screen.findByText('HubSpot', { exact: false });
  expect(told()).toBe(usual);
});
