import type { CrmOption } from '@integration-queue/shared/mapping';
import type { TriggerOwner } from '@integration-queue/shared/trigger';
import { triggerFieldsOf } from '@integration-queue/shared/trigger-fields';
import { i18n } from '#i18n';
import { type Complaints, namesComplainedOf } from './complaints';
import { fieldName } from './condition-row';
import { readList, readPairs, writePairs } from './list-text';
import { OfferedChoice } from './offered-choice';
import { WrittenText } from './written-text';

type Kind = 'none' | 'fixed' | 'by' | 'among';

interface Props {
  owner: TriggerOwner | undefined;
  /** The people the CRM knows; null where they are not known. */
  options: CrmOption[] | null;
  /** By paths like `among.1`. */
  complaints: Complaints;
  onChange(owner: TriggerOwner | undefined): void;
}

/** Who owns what is sent: nobody in particular, one, one by a field, or one of several in turn. */
export function OwnerChoice({ owner, options, complaints, onChange }: Props) {
  return (
    <>
      <label class="field">
        <span>{i18n.t('field.owner')}</span>
        <select value={kindOf(owner)} onChange={({ currentTarget }) => onChange(ownerOf(currentTarget.value as Kind))}>
          <option value="none">{i18n.t('automation.owner.none')}</option>
          <option value="fixed">{i18n.t('automation.owner.fixed')}</option>
          <option value="by">{i18n.t('automation.owner.by')}</option>
          <option value="among">{i18n.t('automation.owner.among')}</option>
        </select>
      </label>
      {owner && 'fixed' in owner && (
        <OfferedChoice
          label={i18n.t('automation.owner.who')}
          required
          value={owner.fixed}
          options={options}
          complaint={complaints('fixed')}
          onWrite={(fixed) => onChange({ fixed })}
        />
      )}
      {owner && 'among' in owner && (
        <WrittenText
          label={i18n.t('automation.owner.who')}
          placeholder={i18n.t('automation.owner.amongHint')}
          lines={3}
          text={owner.among.join('\n')}
          complaint={unknown(complaints, 'among', Object.entries(owner.among))}
          onWrite={(text) => onChange({ among: readList(text, false).map(String) })}
        />
      )}
      {owner && 'by' in owner && <ByField {...{ owner, options, complaints, onChange }} />}
    </>
  );
}

type ByRule = Extract<TriggerOwner, { by: string }>;

function ByField({ owner, options, complaints, onChange }: Props & { owner: ByRule }) {
  return (
    <>
      <label class="field">
        <span>{i18n.t('automation.field')}</span>
        <select value={owner.by} onChange={({ currentTarget }) => onChange({ ...owner, by: currentTarget.value })}>
          {triggerFieldsOf('company').map((name) => (
            <option key={name} value={name}>
              {fieldName(name)}
            </option>
          ))}
        </select>
      </label>
      <WrittenText
        label={i18n.t('automation.owner.pairs')}
        placeholder={i18n.t('automation.owner.pairsHint')}
        lines={3}
        text={writePairs(owner.values)}
        complaint={unknown(complaints, 'values', Object.entries(owner.values))}
        onWrite={(text) => onChange({ ...owner, values: readPairs(text) })}
      />
      <OfferedChoice
        label={i18n.t('automation.owner.otherwise')}
        value={owner.otherwise}
        options={options}
        complaint={complaints('otherwise')}
        onWrite={(otherwise) => {
          const { otherwise: _, ...rule } = owner;
          onChange(otherwise.trim() === '' ? rule : { ...rule, otherwise });
        }}
      />
    </>
  );
}

/** Says which of several people the CRM does not know. */
function unknown(complaints: Complaints, path: string, people: [at: string, name: string][]): string | null {
  const names = namesComplainedOf(complaints, path, people);
  return names.length === 0 ? null : i18n.t('automation.owner.unknown', { names: names.join(', ') });
}

function kindOf(owner: TriggerOwner | undefined): Kind {
  if (!owner) return 'none';
  return 'fixed' in owner ? 'fixed' : 'by' in owner ? 'by' : 'among';
}

function ownerOf(kind: Kind): TriggerOwner | undefined {
  if (kind === 'fixed') return { fixed: '' };
  if (kind === 'by') return { by: 'country', values: {} };
  return kind === 'among' ? { among: [] } : undefined;
}
