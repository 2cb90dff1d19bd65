import { render, screen } from '@testing-library/preact';
import { makeIssue } from '../../../test/support/issues';
import { openPage } from '../../../test/support/page';
import { answerCalls } from '../../../test/support/remote-api';
import { counts, makeSummary } from '../../../test/support/syncs';
import { IssuesLink } from './issues-link';

it('counts what is open, and not what somebody muted', async () => {
  await openPage(makeSummary({ counts: counts({ error: 3 }) }));
  const items = [makeIssue(), makeIssue({ state: 'muted' }), makeIssue()];
  answerCalls({ listIssues: () => ({ items, nextCursor: null }) });
  render(<IssuesLink integrationId={undefined} />);
  expect(await screen.findByRole('link', { name: 'Issues (2)' })).toBeTruthy();
});
