import { useEffect, useRef } from 'preact/hooks';
import { DEEPEST_GROUP } from '@integration-queue/shared/trigger-limits';
import type { TriggerCondition, TriggerGroup } from '@integration-queue/shared/trigger';
import type { TriggerEvent } from '@integration-queue/shared/trigger-fields';
import { i18n } from '#i18n';
import { IconButton } from '@/ui/icon-button';
import { ConditionRow } from './condition-row';
import { newCondition } from './new-trigger';

interface Props {
  on: TriggerEvent;
  group: TriggerGroup;
  /** 1 for the outermost. */
  depth: number;
  onChange(group: TriggerGroup): void;
  /** Absent for the outermost, which cannot be removed. */
  onRemove?(): void;
}

/** Conditions all or any of which must hold, and groups of them. */
export function ConditionGroup({ on, group, depth, onChange, onRemove }: Props) {
  const nodes = 'all' in group ? group.all : group.any;
  const isAll = 'all' in group;
  const box = useRef<HTMLFieldSetElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const isAdding = useRef(false);
  useEffect(() => {
    if (isAdding.current) box.current?.querySelector<HTMLElement>(':scope > :nth-last-child(2) select')?.focus();
    isAdding.current = false;
  }, [nodes.length]);
  const write = (next: TriggerCondition[]) => onChange(isAll ? { all: next } : { any: next });
  const change = (index: number, node: TriggerCondition) => write(nodes.with(index, node));
  const add = (node: TriggerCondition) => {
    isAdding.current = true;
    write([...nodes, node]);
  };
  // What had the focus goes away; whoever works by keyboard stays in the group.
  const remove = (index: number) => {
    addButton.current?.focus();
    write(nodes.toSpliced(index, 1));
  };
  return (
    <fieldset class="condition-group" ref={box}>
      <legend class="sr-only">{i18n.t('automation.conditions')}</legend>
      <div class="group-head">
        <select
          aria-label={i18n.t('automation.together')}
          value={isAll ? 'all' : 'any'}
          onChange={({ currentTarget }) => onChange(currentTarget.value === 'all' ? { all: nodes } : { any: nodes })}
        >
          <option value="all">{i18n.t('automation.all')}</option>
          <option value="any">{i18n.t('automation.any')}</option>
        </select>
        {onRemove && <IconButton icon="close" label={i18n.t('automation.removeGroup')} onClick={onRemove} />}
      </div>
      {nodes.length === 0 && <p class="muted">{i18n.t(`automation.always.${on}`)}</p>}
      {nodes.map((node, index) =>
        'field' in node ? (
          <ConditionRow
            key={index}
            on={on}
            condition={node}
            onChange={(next) => change(index, next)}
            onRemove={() => remove(index)}
          />
        ) : (
          <ConditionGroup
            key={index}
            on={on}
            group={node}
            depth={depth + 1}
            onChange={(next) => change(index, next)}
            onRemove={() => remove(index)}
          />
        ),
      )}
      <div class="buttons">
        <button type="button" class="button small" ref={addButton} onClick={() => add(newCondition(on))}>
          {i18n.t('automation.addCondition')}
        </button>
        {depth < DEEPEST_GROUP && (
          <button
            type="button"
            class="button small quiet"
            onClick={() => add(isAll ? { any: [newCondition(on)] } : { all: [newCondition(on)] })}
          >
            {i18n.t('automation.addGroup')}
          </button>
        )}
      </div>
    </fieldset>
  );
}
