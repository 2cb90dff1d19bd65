import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { formatNumber } from '@/ui/locale';
import { api } from '../session/remote-api';
import { countsOf } from '../syncs/counts';

/** A pause in which more may fail. */
const PAUSE_MS = 500;

/** The way to the causes of what failed, with how many are open. Absent where nothing did. */
export function IssuesLink({ integrationId }: { integrationId: string | undefined }) {
  const count = useSignal<number | null>(null);
  const failed = countsOf(integrationId)?.error;
  useEffect(() => {
    const timer = setTimeout(() => {
      void api.listIssues({ integrationId }).then((answer) => {
        if (answer.ok) count.value = answer.value.items.filter(({ state }) => state === 'open').length;
      });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [failed, integrationId]);
  if (!failed) return null;
  return (
    <a class="link" href="/overview.html#issues" target="_blank">
      {count.value === null ? i18n.t('issue.title') : i18n.t('issue.link', [formatNumber(count.value)])}
    </a>
  );
}
