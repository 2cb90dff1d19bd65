import type { Integration } from '@integration-queue/shared/integration';
import { i18n } from '#i18n';
import { lazily } from '@/ui/lazily';
import { absoluteTime } from '@/ui/time-text';
import { explainError } from '../errors/error-text';
import { mendPlace } from '../errors/mend-address';
import { isAdmin } from '../live/page-state';

const BrokenRows = lazily(() => import('../mapping/broken-rows').then((module) => module.BrokenRows));

/** What is wrong with a whole integration, since when, and the button that mends it. */
export function Trouble({ integration }: { integration: Integration }) {
  const { id, error } = integration;
  if (!error) return null;
  const { what, todo } = explainError(error);
  const place = mendPlace(error.code);
  return (
    <div class="entry-error">
      <p>
        <strong>{what}</strong>
      </p>
      {todo && <p>{todo}</p>}
      {place === 'mapping' && <BrokenRows integration={integration} />}
      <p class="muted">{i18n.t('integration.since', { time: absoluteTime(error.since) })}</p>
      <details>
        <summary>{i18n.t('entry.crmWords')}</summary>
        <p class="raw">{[error.message, error.hint].filter(Boolean).join('\n')}</p>
      </details>
      {isAdmin.value && place === 'connection' && (
        <p class="buttons">
          <a class="button primary" href={`#integrations/${id}/reconnect`}>
            {i18n.t('integration.reconnect')}
          </a>
        </p>
      )}
      {place === 'mapping' && (
        <p class="buttons">
          <a class="button primary" href={`#mapping/${id}`}>
            {i18n.t(isAdmin.value ? 'integration.mendMapping' : 'integration.mapping')}
          </a>
        </p>
      )}
    </div>
  );
}
