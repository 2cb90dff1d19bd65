import { useRef } from 'preact/hooks';
import { MOST_ACTIONS } from '@integration-queue/shared/trigger-limits';
import { SYNC_OBJECTS } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { integrations } from '../live/page-state';
import type { ShownProblem } from '../protocol';
import { ActionEditor } from './action-editor';
import { complaintsOf } from './complaints';
import { newAction } from './new-trigger';
import type { PartProps } from './trigger-basics';

interface Props extends PartProps {
  /** Why the server refused the trigger; places in its actions are shown at their fields. */
  problem: ShownProblem | null;
}

/** What a trigger sends. */
export function TriggerActions({ trigger: { actions, integrationId }, problem, onChange }: Props) {
  const integration = integrations.value.find(({ id }) => id === integrationId)?.name ?? '';
  const missing = SYNC_OBJECTS.filter(
    (object) => object !== 'company' || !actions.some((one) => one.object === object),
  );
  const box = useRef<HTMLDivElement>(null);
  const remove = (index: number) => {
    // The button that was pressed goes away; the ones to add something are near and stay.
    box.current?.querySelector<HTMLElement>(':scope > .buttons button')?.focus();
    onChange({ actions: actions.toSpliced(index, 1) });
  };
  return (
    <div class="actions" ref={box}>
      {actions.map((action, index) => (
        <ActionEditor
          key={index}
          action={action}
          integrationId={integrationId}
          complaints={complaintsOf(problem, index, integration)}
          onChange={(next) => onChange({ actions: actions.with(index, next) })}
          {...(actions.length > 1 ? { onRemove: () => remove(index) } : {})}
        />
      ))}
      {actions.length < MOST_ACTIONS && (
        <div class="buttons">
          {missing.map((object) => (
            <button
              key={object}
              type="button"
              class="button small"
              onClick={() => onChange({ actions: [...actions, newAction(object)] })}
            >
              + {i18n.t(`object.${object}`)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
