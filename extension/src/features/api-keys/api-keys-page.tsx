import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { Loaded } from '../errors/loaded';
import { account, isAdmin } from '../live/page-state';
import { SignedOut } from '../session/signed-out';
import { KeyCard } from './key-card';
import { apiKeys, shownKey } from './key-list-state';
import { NewKey } from './new-key';
import './api-keys.css';

/** The keys backend services call the API with. */
export function ApiKeysPage() {
  useEffect(() => {
    if (isAdmin.value) void apiKeys.load();
    return () => (shownKey.value = null);
  }, [account.value?.member.id]);
  if (!account.value) return <SignedOut />;
  return (
    <>
      <h2>{i18n.t('apiKeys.title')}</h2>
      <p class="muted">{i18n.t('apiKeys.hint')}</p>
      {isAdmin.value ? <Keys /> : <p>{i18n.t('apiKeys.adminOnly')}</p>}
    </>
  );
}

function Keys() {
  return (
    <Loaded value={apiKeys.list.value?.items} problem={apiKeys.problem.value} retry={apiKeys.load}>
      {(all) => (
        <>
          <NewKey />
          {all.length === 0 && <p>{i18n.t('apiKeys.none')}</p>}
          {all.map((key) => (
            <KeyCard key={key.id} apiKey={key} />
          ))}
        </>
      )}
    </Loaded>
  );
}
