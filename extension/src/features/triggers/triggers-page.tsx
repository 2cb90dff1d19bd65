import { useEffect } from 'preact/hooks';
import type { Trigger } from '@integration-queue/shared/trigger';
import { i18n } from '#i18n';
import { Notice } from '@/ui/notice';
import { Loaded } from '../errors/loaded';
import { account, integrations, isAdmin, snapshot } from '../live/page-state';
import { SignedOut } from '../session/signed-out';
import { asInput, newTrigger } from './new-trigger';
import { TriggerCard } from './trigger-card';
import { TriggerEditor } from './trigger-editor';
import { keepDraftsOf } from './trigger-drafts';
import { triggers } from './trigger-list-state';
import './triggers.css';

/** The automation rules: all of them in their order, or one that is made or changed. */
export function TriggersPage({ shown }: { shown: string | null }) {
  useEffect(() => {
    if (account.value) void triggers.load();
  }, [account.value?.member.id]);
  const list = triggers.list.value;
  useEffect(() => {
    if (list) keepDraftsOf(list.items.map(({ id }) => id));
  }, [list]);
  if (!account.value) return <SignedOut />;
  const first = integrations.value[0];
  if (shown === 'new' && first && isAdmin.value) return <TriggerEditor id={null} initial={newTrigger(first.id)} />;
  const one = list?.items.find(({ id }) => id === shown);
  if (one && isAdmin.value) return <TriggerEditor key={one.id} id={one.id} initial={asInput(one)} />;
  return (
    <>
      <h2>{i18n.t('automation.title')}</h2>
      <p class="muted">{i18n.t('automation.hint')}</p>
      <Triggers />
      {isAdmin.value && first && (
        <p>
          <a class="button" href="#triggers/new">
            {i18n.t('automation.new')}
          </a>
        </p>
      )}
    </>
  );
}

function Triggers() {
  return (
    <Loaded value={triggers.list.value?.items} problem={triggers.problem.value} retry={triggers.load}>
      {(all) => <InOrder all={all} />}
    </Loaded>
  );
}

function InOrder({ all }: { all: Trigger[] }) {
  if (snapshot.value && integrations.value.length === 0)
    return <Notice icon="plug" text={i18n.t('integration.none')} />;
  if (all.length === 0) return <Notice icon="play" text={i18n.t('automation.none')} />;
  return (
    <ol class="triggers">
      {all.map((trigger) => (
        <li key={trigger.id}>
          <TriggerCard trigger={trigger} isLast={trigger.position === all.length} />
        </li>
      ))}
    </ol>
  );
}
