import type { CrmOption } from '@integration-queue/shared/mapping';
import type { TriggerAction } from '@integration-queue/shared/trigger';
import { i18n } from '#i18n';
import { IconButton } from '@/ui/icon-button';
import { offeredFields } from '../page-company/offered-fields';
import { Amount, Days, Template } from './action-inputs';
import type { Complaints } from './complaints';
import { OfferedChoice } from './offered-choice';
import { OwnerChoice } from './owner-choice';

interface Props {
  action: TriggerAction;
  /** Where it is sent to. */
  integrationId: string;
  /** By paths like `deal.stage`. */
  complaints: Complaints;
  onChange(action: TriggerAction): void;
  /** Absent for the only one. */
  onRemove?(): void;
}

/** One thing a trigger sends, with its templates, and with what the CRM offers now. */
export function ActionEditor({ action, integrationId, complaints, onChange, onRemove }: Props) {
  const { object } = action;
  const part = { integrationId, complaints, onChange };
  return (
    <fieldset class="action">
      <legend>{i18n.t(`object.${object}`)}</legend>
      {onRemove && (
        <IconButton
          icon="close"
          label={i18n.t('automation.removeAction', { object: i18n.t(`object.${object}`) })}
          onClick={onRemove}
        />
      )}
      {action.object === 'deal' && <Deal action={action} {...part} />}
      {action.object === 'task' && <Task action={action} {...part} />}
      {action.object === 'company' && <p class="muted">{i18n.t('automation.companyHint')}</p>}
    </fieldset>
  );
}

type ActionOf<Object extends TriggerAction['object']> = Extract<TriggerAction, { object: Object }>;
interface PartProps<Action> extends Pick<Props, 'integrationId' | 'complaints'> {
  action: Action;
  onChange(action: Action): void;
}

function Deal({ action, integrationId, complaints, onChange }: PartProps<ActionOf<'deal'>>) {
  const { deal } = action;
  const write = (change: Partial<typeof deal>) => onChange({ ...action, deal: defined({ ...deal, ...change }) });
  const choice = (field: 'currency' | 'pipeline' | 'stage') => ({
    label: i18n.t(`field.${field}`),
    value: deal[field],
    options: optionsOf(integrationId, 'deal', field),
    complaint: complaints(`deal.${field}`),
    onWrite: (text: string) => write({ [field]: text || undefined }),
  });
  return (
    <div class="action-fields">
      <Template label={i18n.t('field.title')} value={deal.title} onWrite={(title) => write({ title })} />
      <Amount label={i18n.t('field.amount')} value={deal.amount} onWrite={(amount) => write({ amount })} />
      <OfferedChoice {...choice('currency')} max={3} />
      <OfferedChoice {...choice('pipeline')} />
      <OfferedChoice {...choice('stage')} />
      <Days
        label={i18n.t('automation.closeInDays')}
        value={deal.closeInDays}
        onWrite={(closeInDays) => write({ closeInDays })}
      />
      <OwnerChoice
        owner={deal.owner}
        options={optionsOf(integrationId, 'deal', 'owner')}
        complaints={(path) => complaints(`deal.owner.${path}`)}
        onChange={(owner) => write({ owner })}
      />
    </div>
  );
}

function Task({ action, integrationId, complaints, onChange }: PartProps<ActionOf<'task'>>) {
  const { task } = action;
  const write = (change: Partial<typeof task>) => onChange({ ...action, task: defined({ ...task, ...change }) });
  return (
    <div class="action-fields">
      <Template label={i18n.t('field.subject')} value={task.subject} onWrite={(subject) => write({ subject })} />
      <Days
        label={i18n.t('automation.dueInDays')}
        value={task.dueInDays}
        onWrite={(dueInDays) => write({ dueInDays })}
      />
      <OfferedChoice
        label={i18n.t('field.type')}
        value={task.type}
        options={optionsOf(integrationId, 'task', 'type')}
        complaint={complaints('task.type')}
        onWrite={(type) => write({ type: type || undefined })}
      />
      <OwnerChoice
        owner={task.owner}
        options={optionsOf(integrationId, 'task', 'owner')}
        complaints={(path) => complaints(`task.owner.${path}`)}
        onChange={(owner) => write({ owner })}
      />
    </div>
  );
}

/** What the CRM offers for a field of ours; null while that is not known, and where anything may be written. */
function optionsOf(integrationId: string, object: 'deal' | 'task', field: string): CrmOption[] | null {
  const fields = offeredFields(integrationId, object)?.fields;
  return fields?.find((one) => one.field === field)?.options ?? null;
}

/** Without what was left empty, which the API would take for a value. */
function defined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
