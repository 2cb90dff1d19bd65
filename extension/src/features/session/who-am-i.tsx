import { i18n } from '#i18n';
import { confirmFirst } from '@/ui/confirm';
import { formatNumber } from '@/ui/locale';
import { connection, outbox } from '../live/page-state';
import { ask } from '../protocol';
import type { Account } from './account';

/** Who is signed in where, and the way out. */
export function WhoAmI({ account }: { account: Account }) {
  const { member, workspace, serverUrl } = account;
  return (
    <section class="card">
      <dl class="facts">
        <dt>{i18n.t('connection.server')}</dt>
        <dd>
          {serverUrl}{' '}
          <span class={`connection-state ${connection.value.state}`}>
            {i18n.t(connection.value.state === 'offline' ? 'connection.offline' : 'connection.online')}
          </span>
        </dd>
        <dt>{i18n.t('connection.workspace')}</dt>
        <dd>{workspace.name}</dd>
        <dt>{i18n.t('connection.member')}</dt>
        <dd>
          {member.name} · {member.email}
        </dd>
        <dt>{i18n.t('connection.role')}</dt>
        <dd>{i18n.t(`role.${member.role}`)}</dd>
      </dl>
      <button type="button" class="button" onClick={() => void leave()}>
        {i18n.t('session.signOut')}
      </button>
    </section>
  );
}

async function leave(): Promise<void> {
  const waiting = outbox.value.length;
  const question = i18n.t('session.signOutWaiting', waiting, [formatNumber(waiting)]);
  if (waiting > 0 && !(await confirmFirst(question, i18n.t('session.signOut')))) return;
  await ask('signOut', undefined);
}
