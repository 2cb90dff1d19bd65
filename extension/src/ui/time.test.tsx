import { render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { RelativeTime } from './time';

it('says exactly when in its tooltip', async () => {
  render(<RelativeTime at="2026-06-15T12:00:05Z" />);
  const time = screen.getByText(/ago/);
  await userEvent.hover(time);
  expect(time.title).toMatch(/Jun 15, 2026.*:05/);
});
