import { render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { Attempt } from '@integration-queue/shared/sync';
import { Attempts } from './attempts';

const attempt: Attempt = {
  number: 2,
  startedAt: '2026-01-01T10:00:00.000Z',
  durationMs: 12,
  outcome: 'refused',
  httpStatus: 207,
  code: 'invalid_value',
  message: 'phone: no',
  exchange: { method: 'POST', path: '/companies', sent: '{"phone":"x"}', answer: 'cut off…' },
};

test('shows what was sent and answered of the newest attempt as soon as the attempts are opened', async () => {
  const older = { ...attempt, number: 1, outcome: 'transient' as const, exchange: null };
  render(<Attempts attempts={[attempt, older]} />);
  await userEvent.click(screen.getByText('2 attempts'));

  expect(screen.getByText('POST /companies').closest('details')?.open).toBe(true);
  expect(screen.getByRole('region', { name: 'Sent' }).textContent).toBe('{\n  "phone": "x"\n}');
  expect(screen.getByRole('region', { name: 'The CRM’s answer' }).textContent).toBe('cut off…');
  expect(screen.getAllByText('Request and answer')).toHaveLength(1);
});

test('of an entry that has a receipt says where to find what was sent', () => {
  const exchange = { method: 'POST', path: '/companies', sent: null, answer: null };
  render(<Attempts attempts={[{ ...attempt, outcome: 'processed', exchange }]} />);

  expect(screen.getAllByText(/What was sent is under “Fields”/)).toHaveLength(1);
  expect(screen.getAllByText('The CRM answered nothing about this entry alone')).toHaveLength(1);
});
