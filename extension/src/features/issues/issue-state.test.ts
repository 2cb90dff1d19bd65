import { waitFor } from '@testing-library/preact';
import type { Issue } from '@integration-queue/shared/issue';
import type { IssueState } from '@integration-queue/shared/issue-states';
import { makeIssue } from '../../../test/support/issues';
import { openPage } from '../../../test/support/page';
import { answerCalls } from '../../../test/support/remote-api';
import { counts, makeSummary } from '../../../test/support/syncs';
import { issuesToShow } from './issue-strip';
import { keepIssue, loadIssues, openIssues, shownIssues, showState } from './issue-state';

let server: Issue[] = [];
const ids = (issues: Issue[] | null) => issues?.map(({ id }) => id);
const one = (id: string, state: IssueState = 'open', changes: Partial<Issue> = {}) =>
  makeIssue({ id, state, ...changes });

beforeEach(async () => {
  answerCalls({
    listIssues: ({ state } = {}) => ({
      items: server.filter((issue) => (state ? issue.state === state : issue.state !== 'resolved')),
      nextCursor: null,
    }),
    getIssue: (id) => server.find((issue) => issue.id === id)!,
  });
  server = [one('a'), one('b'), one('c')];
  showState('open');
  await loadIssues();
});

it('reads every page, and an issue that moved to the next one once', async () => {
  answerCalls({
    listIssues: ({ cursor } = {}) =>
      cursor === 'next'
        ? { items: [one('b'), one('c')], nextCursor: null }
        : { items: [one('a'), one('b')], nextCursor: 'next' },
  });
  await loadIssues();
  expect(ids(openIssues.value)).toEqual(['a', 'b', 'c']);
});

it('counts the open issues of now while others are shown', async () => {
  server.push(one('d', 'muted'));
  showState('muted');
  await waitFor(() => expect(ids(shownIssues.value)).toEqual(['d']));
  server = server.filter(({ id }) => id !== 'a');
  await loadIssues();
  expect(ids(openIssues.value)).toEqual(['b', 'c']);
  expect(ids(shownIssues.value)).toEqual(['d']);
});

it.each(['muted', 'resolved'] as const)(
  'does not count as open what was %s, and keeps it where it was',
  async (state) => {
    server = server.map((issue) => (issue.id === 'b' ? { ...issue, state } : issue));
    keepIssue(one('b', state));
    expect(ids(openIssues.value)).toEqual(['a', 'c']);
    expect(ids(shownIssues.value)).toEqual(['a', 'b', 'c']);
    await loadIssues();
    expect(ids(openIssues.value)).toEqual(['a', 'c']);
    expect(ids(shownIssues.value)).toEqual(['a', 'b', 'c']);
  },
);

describe('before a list of entries', () => {
  const fail = (error: number) => openPage(makeSummary({ counts: counts({ error }) }));

  it('stand the causes from 20 failures on', async () => {
    await fail(19);
    expect(issuesToShow({})).toEqual([]);
    await fail(20);
    expect(ids(issuesToShow({}))).toEqual(['a', 'b', 'c']);
  });

  it('stand only those that are open and of the integration that is shown', async () => {
    await fail(20);
    server = [one('a'), one('b', 'muted'), one('c', 'open', { integrationId: 'other' })];
    await loadIssues();
    expect(ids(issuesToShow({}))).toEqual(['a', 'c']);
    expect(ids(issuesToShow({ integrationId: 'hubspot-1', status: 'error' }))).toEqual(['a']);
    expect(issuesToShow({ status: 'pending' })).toEqual([]);
    expect(issuesToShow({ issueId: 'a' })).toEqual([]);
  });
});
