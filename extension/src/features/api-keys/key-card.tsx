import type { ApiKey } from '@integration-queue/shared/access';
import { i18n } from '#i18n';
import { confirmFirst } from '@/ui/confirm';
import { formatNumber } from '@/ui/locale';
import { RelativeTime } from '@/ui/time';
import { deleteApiKey, rotateApiKey, shownKey } from './key-list-state';
import { scopeText } from './scope-text';

/** One key: how to recognise it, what it may do, when it was used and when it ends. */
export function KeyCard({ apiKey }: { apiKey: ApiKey }) {
  const { id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt, previousUntil, requestsPerMinute } = apiKey;
  const hasExpired = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  const remove = async () => {
    if (await confirmFirst(i18n.t('apiKeys.deleteQuestion', { name }), i18n.t('action.delete'))) await deleteApiKey(id);
  };
  const renew = async () => {
    if (await confirmFirst(i18n.t('apiKeys.rotateQuestion', { name }), i18n.t('apiKeys.rotate')))
      await rotateApiKey(id);
  };
  return (
    <article class="card api-key" aria-label={name} data-api-key={id}>
      <header>
        <h3>{name}</h3>
        <code>{prefix}…</code>
      </header>
      <p>{scopes.map(scopeText).join(', ')}</p>
      <p class="muted">
        {i18n.t('apiKeys.created')} <RelativeTime at={createdAt} /> ·{' '}
        {lastUsedAt ? (
          <>
            {i18n.t('apiKeys.lastUsed')} <RelativeTime at={lastUsedAt} />
          </>
        ) : (
          i18n.t('apiKeys.neverUsed')
        )}
        {requestsPerMinute !== null &&
          ` · ${i18n.t('apiKeys.requestsPerMinute', { count: formatNumber(requestsPerMinute) })}`}
      </p>
      {expiresAt && (
        <p class={hasExpired ? 'error-text' : 'muted'}>
          {i18n.t(hasExpired ? 'apiKeys.expired' : 'apiKeys.expires')} <RelativeTime at={expiresAt} />
        </p>
      )}
      {previousUntil && (
        <p class="muted">
          {i18n.t('apiKeys.previousUntil')} <RelativeTime at={previousUntil} />
        </p>
      )}
      {shownKey.value?.id === id && <ShownKey secret={shownKey.value.key} />}
      <p class="buttons">
        {!hasExpired && (
          <button type="button" class="button" onClick={() => void renew()}>
            {i18n.t('apiKeys.rotate')}
          </button>
        )}
        <button type="button" class="button" onClick={() => void remove()}>
          {i18n.t('action.delete')}
        </button>
      </p>
    </article>
  );
}

function ShownKey({ secret }: { secret: string }) {
  return (
    <label class="field">
      <span>{i18n.t('apiKeys.secret')}</span>
      <input readOnly value={secret} onFocus={({ currentTarget }) => currentTarget.select()} />
    </label>
  );
}
