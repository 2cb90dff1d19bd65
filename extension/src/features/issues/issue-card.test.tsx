import { render, screen, waitFor } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { makeIssue } from '../../../test/support/issues';
import { answerCalls } from '../../../test/support/remote-api';
import { IssueCard } from './issue-card';
import { retried } from './retry-progress';

function show(count: number) {
  const issue = makeIssue({ count });
  const answer = { matched: count, done: count, refused: [], left: 0, next: null };
  const asked = answerCalls({ retrySyncs: () => answer, getIssue: () => issue });
  render(<IssueCard issue={issue} isHighlighted={false} />);
  const retries = () => asked.filter(([name]) => name === 'retrySyncs').map(([, retry]) => retry);
  return { issue, retries };
}

it('sends its entries again as things are today, unless somebody chooses how they were then', async () => {
  const { issue, retries } = show(2);
  const slice = { filter: { issueId: issue.id }, limit: 250 };
  await userEvent.click(screen.getByRole('button', { name: 'Retry these 2' }));
  await waitFor(() => expect(retries()).toEqual([slice]));

  await userEvent.click(screen.getByRole('checkbox', { name: 'the field mapping of then' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'the company data of then' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'the company data of then' }));
  await userEvent.click(screen.getByRole('button', { name: 'Retry this way' }));
  await waitFor(() => expect(retries()).toEqual([slice, { ...slice, mapping: 'as_sent', data: 'current' }]));
});

it('does not say of entries that were refused that they failed again, and keeps counting them', async () => {
  const issue = makeIssue({ count: 2 });
  answerCalls({ retrySyncs: () => ({ matched: 2, done: 1, refused: [], left: 0, next: null }) });
  render(<IssueCard issue={issue} isHighlighted={false} />);
  await userEvent.click(screen.getByRole('button', { name: 'Retry these 2' }));
  await waitFor(() => expect(retried.value.get(issue.id)).toEqual({ sent: 1, left: 1 }));
});

it.each([
  ['HTTP 400', 1],
  [null, 0],
])('shows as words of the CRM only what it said (%p)', (crmMessage, folds) => {
  render(<IssueCard issue={makeIssue({ count: 0, crmMessage })} isHighlighted={false} />);
  expect(screen.queryAllByText('What the CRM said')).toHaveLength(folds);
});

it('opens other pages beside itself, where sending again goes on', () => {
  const examples = [{ syncId: 'entry', company: 'Acme' }];
  render(<IssueCard issue={makeIssue({ count: 1, examples })} isHighlighted={false} />);
  const links = screen.getAllByRole('link');
  expect(links.map((link) => link.getAttribute('target'))).toEqual(['_blank', '_blank', '_blank']);
});
