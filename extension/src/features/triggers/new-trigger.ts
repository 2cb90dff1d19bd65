import type { Trigger, TriggerAction, TriggerCondition, TriggerInput } from '@integration-queue/shared/trigger';
import type { TriggerEvent } from '@integration-queue/shared/trigger-fields';

/** A trigger to begin with: the one people ask for most. */
export function newTrigger(integrationId: string): TriggerInput {
  return {
    name: '',
    on: 'visit',
    integrationId,
    conditions: { all: [newCondition('visit')] },
    actions: [{ object: 'company' }],
    repeat: { kind: 'once' },
    dailyCap: 100,
    stop: false,
    enabled: false,
  };
}

/** A condition to begin with. */
export function newCondition(on: TriggerEvent): TriggerCondition {
  return on === 'visit'
    ? { field: 'visit.page', operator: 'contains', value: '' }
    : { field: 'country', operator: 'in', value: [] };
}

/** Something to send, to begin with; templates are the same in every language. */
export function newAction(object: TriggerAction['object']): TriggerAction {
  if (object === 'deal') return { object, deal: { title: '{{name}}' } };
  if (object === 'task') return { object, task: { subject: '{{name}}', dueInDays: 2 } };
  return { object };
}

/** The part of a stored trigger that people change. */
export function asInput(trigger: Trigger): TriggerInput {
  const { name, on, integrationId, conditions, actions, repeat, dailyCap, stop, enabled } = trigger;
  return { name, on, integrationId, conditions, actions, repeat, dailyCap, stop, enabled };
}
