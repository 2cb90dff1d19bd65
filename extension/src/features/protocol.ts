import type { Api } from '@integration-queue/shared';
import type { Sync } from '@integration-queue/shared/sync';
import { defineMessages, type AnswerOf, type DataOf } from '@/platform/messaging';
import type { Answer, ShownProblem } from './errors/problem';
import type { KnownCompany, PageCompany } from './page-company/page-company';
import type { SendRequest, SendResult } from './outbox/outbox-entry';
import type { Account } from './session/account';
import type { SignIn } from './session/session';

/** The calls of the API that pages may make through the background. */
export const PAGE_CALLS = [
  'me',
  'listSyncs',
  'getSync',
  'countSyncs',
  'listDays',
  'deleteSync',
  'restoreSync',
  'retrySync',
  'matchSync',
  'deleteSyncs',
  'retrySyncs',
  'listCompanies',
  'listProviders',
  'connectIntegration',
  'startOAuth',
  'restartOAuth',
  'changeIntegration',
  'deleteIntegration',
  'testIntegration',
  'getRules',
  'changeRules',
  'pauseIntegration',
  'resumeIntegration',
  'listFields',
  'listSendFields',
  'findMatches',
  'getMapping',
  'saveMapping',
  'listMappingVersions',
  'checkMappings',
  'previewMapping',
  'listTriggers',
  'createTrigger',
  'changeTrigger',
  'deleteTrigger',
  'testTriggerDraft',
  'listAlerts',
  'createAlert',
  'changeAlert',
  'deleteAlert',
  'testAlert',
  'listWebhooks',
  'createWebhook',
  'changeWebhook',
  'deleteWebhook',
  'rotateWebhookSecret',
  'pingWebhook',
  'listDeliveries',
  'resendDelivery',
  'listApiKeys',
  'createApiKey',
  'rotateApiKey',
  'deleteApiKey',
  'listIssues',
  'getIssue',
  'changeIssue',
  'checkIssue',
] as const satisfies readonly (keyof Api)[];
export type PageCall = (typeof PAGE_CALLS)[number];

/** What pages ask of the background: name, question, answer. */
export interface Protocol {
  callApi(call: { name: PageCall; args: unknown[] }): Answer<unknown>;
  /** Whether an Integration Queue server answers at the address. */
  testServer(serverUrl: string): Answer<true>;
  signIn(credentials: SignIn): Answer<Account>;
  signOut(): void;
  readPageCompany(tab: { id: number; url?: string }): PageCompany;
  /** The company of a domain, and where it stands in each CRM. */
  findKnownCompany(domain: string): Answer<KnownCompany>;
  send(request: SendRequest): SendResult;
  /** Takes a send out of the outbox, or forgets one that was refused. */
  cancelSend(id: string): { withdrawn: boolean };
  /** Sends anew a send of which nobody knows whether it arrived. */
  sendAgain(id: string): SendResult;
}

const messages = defineMessages<Protocol>();
export const { onMessage } = messages;

/** What must not be asked a second time, because the first may have been heard. */
type Once = 'callApi' | 'signIn';

/** Asks the background; again where the browser ended the worker before it had answered. */
export function ask<K extends Exclude<keyof Protocol, Once>>(
  name: K,
  data: DataOf<Protocol[K]>,
): Promise<AnswerOf<Protocol[K]>> {
  const question = () => messages.sendMessage(name, data);
  return question().catch(question);
}

/** Asks the background what may be asked only once; a worker that ended before it had answered is an answer too. */
export async function askOnce<K extends Once>(
  name: K,
  data: DataOf<Protocol[K]>,
): Promise<AnswerOf<Protocol[K]> | Answer<never>> {
  return messages
    .sendMessage(name, data)
    .catch((): Answer<never> => ({ ok: false, problem: { code: 'interrupted', message: '' } }));
}

/** What the background tells open pages by itself. The rest they see in storage. */
export type LiveMessage =
  | { kind: 'syncs'; items: Sync[]; deletedIds: string[] }
  /** More changed than was told: lists have to be read again. */
  | { kind: 'refetch' };

export type { Answer, ShownProblem };
