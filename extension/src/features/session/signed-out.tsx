import { i18n } from '#i18n';
import { Notice } from '@/ui/notice';
import { connection } from '../live/page-state';

/** What pages show to nobody. */
export function SignedOut() {
  return (
    <Notice icon="plug" text={i18n.t(connection.value.expired ? 'session.expired' : 'session.signedOut')}>
      <a class="button primary" href="/options.html#connection" target="_blank">
        {i18n.t('session.signIn')}
      </a>
    </Notice>
  );
}
