import type { Sync } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';
import { explainError } from '../errors/error-text';
import { mendAddress, mendPlace } from '../errors/mend-address';

/** What went wrong, in which field, and what to do; the CRM's own words are one step away. */
export function EntryError({ sync }: { sync: Pick<Sync, 'integrationId' | 'object' | 'error'> }) {
  const { error, integrationId, object } = sync;
  if (!error) return null;
  const { what, todo } = explainError(error);
  const address = mendAddress({ code: error.code, integrationId, object, field: error.field ?? null });
  return (
    <section class="entry-error" aria-label={i18n.t('entry.error')}>
      <p>
        <strong>{what}</strong>
      </p>
      {todo && <p>{todo}</p>}
      <p class="buttons">
        {address && (
          <a class="button small" href={address} target="_blank">
            {i18n.t(mendPlace(error.code) === 'mapping' ? 'issue.openMapping' : 'issue.openConnection')}
          </a>
        )}
        {error.issueId && (
          <a class="button small quiet" href={`/overview.html#issues/${error.issueId}`} target="_blank">
            {i18n.t('issue.open')}
          </a>
        )}
      </p>
      {error.crmMessage && (
        <details>
          <summary>{i18n.t('entry.crmWords')}</summary>
          <p class="raw">{error.crmMessage}</p>
        </details>
      )}
    </section>
  );
}
