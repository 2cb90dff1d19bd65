import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { Late } from '@/ui/late';
import { Notice } from '@/ui/notice';
import type { ShownProblem } from '../protocol';
import { explainProblem } from './error-text';

interface LoadedProps<T> {
  /** Absent until it was read. */
  value: T | null | undefined;
  problem: ShownProblem | null;
  retry: () => Promise<void>;
  children: (value: T) => ComponentChildren;
}

/** What is read from the server: a sign of waiting, why it cannot be had, or what it is. */
export function Loaded<T>({ value, problem, retry, children }: LoadedProps<T>) {
  if (value !== null && value !== undefined) return <>{children(value)}</>;
  if (problem)
    return (
      <Notice icon="warning" text={explainProblem(problem)}>
        <button type="button" class="button" onClick={() => void retry()}>
          {i18n.t('action.tryAgain')}
        </button>
      </Notice>
    );
  return (
    <Late>
      <ul class="skeleton" aria-label={i18n.t('list.loading')}>
        <li />
        <li />
        <li />
      </ul>
    </Late>
  );
}
