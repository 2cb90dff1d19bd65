import { useRef } from 'preact/hooks';
import type { SyncFilter } from '@integration-queue/shared';
import type { Sync } from '@integration-queue/shared/sync';
import { TRIGGER_KINDS, type TriggerKind } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { account } from '../live/page-state';
import { Choice } from './choice';

interface Props {
  filter: SyncFilter;
  /** The rows shown, which name who can be chosen; whoever was named once can be chosen from then on. */
  rows: Sync[];
  show(filter: SyncFilter): void;
}

/** Whose sends are shown: anyone's, those made in one way, one's own, or those of a person, a key or a trigger. */
export function SenderFilter({ filter, rows, show }: Props) {
  const senders = useRef(new Map<string, string>()).current;
  for (const { trigger } of rows)
    if (trigger.by) senders.set(keyOf(trigger.kind, trigger.by.id), i18n.t(`triggerBy.${trigger.kind}`, trigger.by));
  const me = account.value && keyOf('manual', account.value.member.id);
  if (me) senders.set(me, i18n.t('filter.me'));
  const chosen = filter.by ? keyOf(filter.trigger, filter.by) : filter.trigger;
  // The address names somebody nobody has seen yet.
  if (filter.by && !senders.has(chosen!)) senders.set(chosen!, i18n.t('filter.oneSender'));
  const others = [...senders].filter(([key]) => key !== me).sort(([, a], [, b]) => a.localeCompare(b));
  return (
    <Choice
      label={i18n.t('filter.trigger')}
      all={i18n.t('filter.allTriggers')}
      value={chosen}
      options={[
        ...TRIGGER_KINDS.map((kind): [string, string] => [kind, i18n.t(`trigger.${kind}`)]),
        ...(me ? [[me, i18n.t('filter.me')] as [string, string]] : []),
        ...others,
      ]}
      onChoose={(key) => {
        const [trigger, by] = key?.split(' ') ?? [];
        show({ ...filter, trigger: (trigger || undefined) as TriggerKind | undefined, by });
      }}
    />
  );
}

const keyOf = (kind: TriggerKind | undefined, id: string) => `${kind ?? ''} ${id}`;
