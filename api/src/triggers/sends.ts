import { hash } from 'node:crypto';
import type { Company } from '@integration-queue/shared/company';
import { dealInputSchema } from '@integration-queue/shared/deal';
import type { ParsedSyncInput } from '@integration-queue/shared/sync';
import { taskInputSchema } from '@integration-queue/shared/task';
import type { TriggerAction, TriggerOwner } from '@integration-queue/shared/trigger';
import * as v from 'valibot';
import { fillTemplate } from '../integrations/mapping/apply.js';
import { type Occasion, readField } from './occasion.js';

/** As a deal's title and a task's subject may have. */
const LONGEST_TITLE = 500;

/** What an action sends for an occasion. Days count from `now`, the day of sending, in UTC. */
export function sendOf(
  action: TriggerAction,
  occasion: Occasion,
  integrationId: string,
  now = Date.now(),
): ParsedSyncInput {
  const { company } = occasion;
  const about = { integrationId, companyId: company.id };
  if (action.object === 'company') return { ...about, object: 'company' };
  if (action.object === 'deal') {
    const { title, owner, description, closeInDays, ...fixed } = action.deal;
    const deal = v.parse(dealInputSchema, {
      ...fixed,
      title: titleOf(title, company),
      ...rest({ owner, description }, occasion),
      ...(closeInDays === undefined ? {} : { closeDate: dayIn(closeInDays, now) }),
    });
    return { ...about, object: 'deal', deal };
  }
  const { subject, owner, description, dueInDays, ...fixed } = action.task;
  const task = v.parse(taskInputSchema, {
    ...fixed,
    subject: titleOf(subject, company),
    ...rest({ owner, description }, occasion),
    ...(dueInDays === undefined ? {} : { dueDate: dayIn(dueInDays, now) }),
  });
  return { ...about, object: 'task', task };
}

/** A record needs a title: where none of its values is there, it is the company's name. */
function titleOf(template: string, company: Company): string {
  const filled = fillTemplate(template, company).replaceAll(/\s+/g, ' ').trim();
  return (filled === '' ? company.name : filled).slice(0, LONGEST_TITLE).toWellFormed();
}

function rest(
  { owner, description }: { owner: TriggerOwner | undefined; description: string | undefined },
  occasion: Occasion,
): { owner?: string; description?: string } {
  const name = owner === undefined ? undefined : ownerOf(owner, occasion);
  const text = description === undefined ? '' : fillTemplate(description, occasion.company).slice(0, 65_536).trim();
  return {
    ...(name === undefined ? {} : { owner: name }),
    ...(text === '' ? {} : { description: text.toWellFormed() }),
  };
}

/** Who owns it; undefined where no value of the rule fits and there is no other. */
function ownerOf(rule: TriggerOwner, occasion: Occasion): string | undefined {
  if ('fixed' in rule) return rule.fixed;
  if ('among' in rule) {
    const share = hash('sha256', occasion.company.id, 'buffer').readUInt32BE() % rule.among.length;
    return rule.among[share];
  }
  const found = [readField(occasion, rule.by)].flat().map((one) => String(one).trim().toLowerCase());
  const fitting = Object.entries(rule.values).find(([value]) => found.includes(value.trim().toLowerCase()));
  return fitting?.[1] ?? rule.otherwise;
}

function dayIn(days: number, now: number): string {
  return new Date(now + days * 86_400_000).toISOString().slice(0, 10);
}
