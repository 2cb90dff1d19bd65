import { dealInputSchema } from './deal.js';
import type { ProblemItem } from './problem.js';
import { isSourceField } from './source-fields.js';
import { taskInputSchema } from './task.js';
import { templateFields } from './template.js';
import type { TriggerAction, TriggerCondition, TriggerInput, TriggerOwner } from './trigger.js';
import { triggerFieldKind, type TriggerEvent, type TriggerFieldKind, triggerOperatorsOf } from './trigger-fields.js';
import { DEEPEST_GROUP, MOST_CONDITIONS } from './trigger-limits.js';
import * as v from 'valibot';

type Add = (path: (string | number)[], message: string) => void;

/** What in a trigger does not fit together, each by its path: fields nobody knows, values that cannot be compared, depth. */
export function checkTrigger({ on, conditions, actions }: TriggerInput): ProblemItem[] {
  const problems: ProblemItem[] = [];
  const add: Add = (path, message) => problems.push({ path: path.join('.'), message });
  const count = checkNode(on, conditions, ['conditions'], 1, add);
  if (count > MOST_CONDITIONS) add(['conditions'], `must have at most ${MOST_CONDITIONS} conditions, not ${count}`);
  for (const [index, action] of actions.entries()) checkAction(action, ['actions', index], add);
  return problems;
}

/** Answers how many conditions there are. */
function checkNode(
  on: TriggerEvent,
  node: TriggerCondition,
  path: (string | number)[],
  depth: number,
  add: Add,
): number {
  if ('field' in node) {
    checkCondition(on, node, path, add);
    return 1;
  }
  if (depth > DEEPEST_GROUP) {
    add(path, `must have at most ${DEEPEST_GROUP} levels of groups`);
    return 0;
  }
  const [key, nodes] = 'all' in node ? (['all', node.all] as const) : (['any', node.any] as const);
  // An empty `all` on top is a trigger without conditions; elsewhere nobody could say what an empty group means.
  if (nodes.length === 0 && (depth > 1 || key === 'any')) add([...path, key], 'must not be empty');
  return nodes.reduce((sum, inner, index) => sum + checkNode(on, inner, [...path, key, index], depth + 1, add), 0);
}

type Condition = Extract<TriggerCondition, { field: string }>;

function checkCondition(on: TriggerEvent, { field, operator, value }: Condition, path: (string | number)[], add: Add) {
  const kind = triggerFieldKind(on, field);
  if (kind === null) {
    const isOfVisit = triggerFieldKind('visit', field) !== null;
    const message = isOfVisit ? 'is known only to triggers on visits' : `"${field}" is no field of a company`;
    return add([...path, 'field'], message);
  }
  if (!triggerOperatorsOf(kind).includes(operator))
    return add([...path, 'operator'], `must be one of ${triggerOperatorsOf(kind).join(', ')} for ${field}`);
  const message = valueProblem(kind, operator, value);
  if (message) add([...path, 'value'], message);
}

function valueProblem(kind: TriggerFieldKind, operator: Condition['operator'], value: Condition['value']) {
  if (operator === 'is_set' || operator === 'is_not_set') return value === undefined ? null : 'must be left out here';
  if (value === undefined) return 'is missing';
  if (operator === 'in' || operator === 'not_in') {
    if (!Array.isArray(value)) return 'must be a list';
    return kind === 'number' && value.some((one) => typeof one !== 'number') ? 'must be a list of numbers' : null;
  }
  if (operator === 'within_days' || operator === 'older_than_days')
    return typeof value === 'number' && value >= 0 ? null : 'must be a number of days';
  const needsNumber = kind === 'number' || operator === 'at_least' || operator === 'at_most';
  if (needsNumber) return typeof value === 'number' ? null : 'must be a number';
  if (kind === 'flag') return typeof value === 'boolean' ? null : 'must be true or false';
  if (kind === 'any' && (operator === 'equals' || operator === 'not_equals'))
    return Array.isArray(value) ? 'must be one value' : null;
  return typeof value === 'string' && value.trim() !== '' ? null : 'must be a text';
}

/** Templates and owners read fields of the company; what is fixed is checked as a send of it would be. */
function checkAction(action: TriggerAction, path: (string | number)[], add: Add) {
  if (action.object === 'company') return;
  const record = action.object === 'deal' ? action.deal : action.task;
  const inside = [...path, action.object];
  for (const [key, template] of Object.entries(record)) {
    if (typeof template !== 'string' || !TEMPLATES.has(key)) continue;
    for (const field of templateFields(template))
      if (!isSourceField('company', field)) add([...inside, key], `"${field}" is no field of a company`);
  }
  if (record.owner) checkOwner(record.owner, [...inside, 'owner'], add);
  for (const { path: at, message } of sendProblems(action)) add([...inside, ...at.split('.')], message);
}

const TEMPLATES = new Set(['title', 'subject', 'description']);

function checkOwner(owner: TriggerOwner, path: (string | number)[], add: Add) {
  if ('by' in owner && triggerFieldKind('company', owner.by) === null)
    add([...path, 'by'], `"${owner.by}" is no field of a company`);
}

/** What `POST /v1/syncs` would say to the parts that are sent as they stand. */
function sendProblems(action: Exclude<TriggerAction, { object: 'company' }>): ProblemItem[] {
  const result =
    action.object === 'deal'
      ? v.safeParse(dealInputSchema, withoutRules(action.deal, 'closeInDays'))
      : v.safeParse(taskInputSchema, withoutRules(action.task, 'dueInDays'));
  return (result.issues ?? []).map(({ path, message }) => ({
    path: (path ?? []).map(({ key }) => String(key)).join('.'),
    message,
  }));
}

function withoutRules(record: object, offset: string): object {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== 'owner' && key !== offset));
}
