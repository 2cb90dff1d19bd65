import { batch, computed, effect, signal } from '@preact/signals';
import type { Issue, IssueState } from '@integration-queue/shared/issue';
import type { SavedIssues } from '../snapshot/saved-issues';
import { onLiveMessage } from '../live/page-state';
import { countsOf } from '../syncs/counts';
import type { Answer, ShownProblem } from '../protocol';
import { api } from '../session/remote-api';

/** Issues with entries in error as last read, most entries first; null until known. */
const unresolved = signal<Issue[] | null>(null);
/** Those of them that are open; null until known. */
export const openIssues = computed(() => unresolved.value?.filter(({ state }) => state === 'open') ?? null);
/** Which issues the page shows. */
export const shownState = signal<IssueState>('open');
const otherIssues = signal<Issue[] | null>(null);
export const issuesProblem = signal<ShownProblem | null>(null);
/** Issues something was done to here: they stay in sight until another filter is chosen. */
const kept = signal<ReadonlyMap<string, { issue: Issue; index: number }>>(new Map());

/** The issues of the page; those that were kept stay where they were when something was done to them. */
export const shownIssues = computed<Issue[] | null>(() => {
  const listed = listedIssues();
  if (!listed) return null;
  const shown = listed.filter(({ id }) => !kept.value.has(id));
  for (const { issue, index } of [...kept.value.values()].sort((one, other) => one.index - other.index))
    shown.splice(index, 0, issue);
  return shown;
});

const listedIssues = () => (shownState.value === 'open' ? openIssues.value : otherIssues.value);

/** Shows the open issues as they were last read by this member, until they are read again. */
export function restoreIssues(saved: SavedIssues | null, owner: string): void {
  if (saved?.owner === owner) unresolved.value = saved.issues;
}

/** Reads the open issues, which are counted on every page, and those that are shown. */
export async function loadIssues(): Promise<void> {
  const state = shownState.value;
  const [open, others] = await Promise.all([
    // Without a state the API leaves out what is resolved and what has no entry left.
    readAll({}),
    state === 'open' ? null : readAll({ state }),
  ]);
  batch(() => {
    if (open.ok) unresolved.value = open.value;
    if (state !== shownState.value) return;
    const shown = others ?? open;
    issuesProblem.value = shown.ok ? null : shown.problem;
    if (others?.ok) otherIssues.value = others.value;
  });
  if (state !== shownState.value) return;
  await Promise.all([...kept.value.keys()].map(readIssue));
}

/** Every issue there is: more than a page of them is rare. Each once, though one may move to the next page meanwhile. */
async function readAll(query: { state?: IssueState }): Promise<Answer<Issue[]>> {
  const all = new Map<string, Issue>();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const answer = await api.listIssues(cursor === undefined ? query : { ...query, cursor });
    if (!answer.ok) return answer;
    for (const issue of answer.value.items) all.set(issue.id, issue);
    cursor = answer.value.nextCursor;
  }
  return { ok: true, value: [...all.values()] };
}

/** Shows issues in another state. */
export function showState(state: IssueState): void {
  batch(() => {
    shownState.value = state;
    otherIssues.value = null;
    kept.value = new Map();
  });
  void loadIssues();
}

/** Keeps an issue in sight, as it is now and where it is; one that was not listed comes first. */
export function keepIssue(issue: Issue): void {
  batch(() => {
    const index = Math.max(0, shownIssues.value?.findIndex(({ id }) => id === issue.id) ?? 0);
    kept.value = new Map(kept.value).set(issue.id, { issue, index: kept.value.get(issue.id)?.index ?? index });
    const renew = (issues: Issue[] | null) => issues?.map((one) => (one.id === issue.id ? issue : one)) ?? null;
    unresolved.value = renew(unresolved.value);
    otherIssues.value = renew(otherIssues.value);
  });
}

/** Reads one issue and keeps it in sight. */
export async function readIssue(id: string): Promise<ShownProblem | null> {
  const answer = await api.getIssue(id);
  if (!answer.ok) return answer.problem;
  keepIssue(answer.value);
  return null;
}

/** Failures come by the thousand; the list is read once for all that came within this time. */
const PAUSE_MS = 700;

/**
 * Reads the issues again whenever the number of failed entries changes, and whenever an entry is told that failed: one that
 * was sent again and failed at once leaves the number as it was.
 */
export function followIssues(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRead = false;
  const readSoon = () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        isRead = true;
        void loadIssues();
      },
      isRead ? PAUSE_MS : 0,
    );
  };
  effect(() => {
    if (countsOf(undefined)?.error !== undefined) readSoon();
  });
  onLiveMessage((message) => {
    if (message.kind === 'syncs' && message.items.some(({ status }) => status === 'error')) readSoon();
  });
}
