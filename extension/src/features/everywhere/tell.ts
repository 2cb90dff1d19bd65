import { i18n } from '#i18n';
import type { PageTab } from '@/platform/current-tab';
import { runInTab, showPopup } from '@/platform/tabs';
import { tellAtButton } from '../badge/badge';
import { explainProblem } from '../errors/error-text';
import { toProblem } from '../errors/problem';
import { showAnswer } from '../notifications/notify';
import { showPageToast } from './page-toast';

/** What is told about a send, and how it is taken back; null where there is nothing to take back. */
export interface Told {
  text: string;
  isFailure?: boolean;
  /** Resolves with what is to be told of it in turn; what it rejects with is told as a failure. */
  undo: (() => Promise<Told | null>) | null;
}

/**
 * Tells what became of a send where the person looks: in the page, or where that cannot be, in the popup, which shows the
 * entry itself, or else at the toolbar button, and in a notification where those are allowed. LinkedIn's terms forbid
 * elements of others in its pages.
 */
export async function tell(tab: PageTab, { text, isFailure = false, undo }: Told): Promise<void> {
  const toast = {
    text,
    action: undo && i18n.t('action.undo'),
    close: i18n.t('action.close'),
    isFailure,
    language: i18n.t('language'),
  };
  const chosen = isLinkedIn(tab.url) ? null : await runInTab(tab.id, showPageToast, toast).catch(() => null);
  if (chosen === null && !(await showPopup())) {
    await tellAtButton({ text, isFailure });
    await showAnswer(text);
  }
  if (!chosen || !undo) return;
  const more = await undo().catch(failureOf);
  if (more) await tell(tab, more);
}

const failureOf = (error: unknown): Told => ({
  text: explainProblem(toProblem(error)),
  isFailure: true,
  undo: null,
});

const isLinkedIn = (url = '') => URL.canParse(url) && /(^|\.)linkedin\.com$/.test(new URL(url).hostname);
