import type { Alert, AlertChange, AlertInput, AlertList, AlertTest } from './alert.js';
import type { Company, CompanyChange, CompanyCrmState, CompanyInput, CompanyPage } from './company.js';
import type {
  ApiKey,
  ApiKeyInput,
  ApiKeyRotation,
  CreatedApiKey,
  Credentials,
  Me,
  Member,
  MemberChange,
  MemberInput,
  Session,
} from './access.js';
import type { LiveEvent } from './event.js';
import type { FollowOptions } from './follow-events.js';
import type { Import, ImportError, ImportList } from './import.js';
import type {
  ConnectionTest,
  Integration,
  IntegrationChange,
  IntegrationInput,
  IntegrationList,
  MappingCheck,
  OAuthStart,
  OAuthStartInput,
  ProviderInfo,
} from './integration.js';
import type { Issue, IssueChange, IssueCheck, IssueList, IssueState } from './issue.js';
import type { CrmField, Mapping, MappingInput, MappingVersions } from './mapping.js';
import type { MatchChoice, MatchList } from './match.js';
import type { Preview, PreviewInput } from './preview.js';
import type { RetryChoice } from './retry.js';
import type { SendFieldList } from './send-fields.js';
import type { SendingRules, SendingRulesChange } from './rules.js';
import type { Sync, SyncBatchAnswer, SyncDetail, SyncInput, SyncPage, SyncSummary } from './sync.js';
import type { BulkAnswer, SyncDeletion, SyncRetry } from './sync-bulk.js';
import type { SyncExport } from './sync-export.js';
import type { SyncCount, SyncDays, SyncDaysQuery } from './sync-figures.js';
import type { SyncStreamItem, SyncStreamResult } from './sync-stream.js';
import type { Trigger, TriggerChange, TriggerDraft, TriggerList, TriggerTest } from './trigger.js';
import type { VisitBatchAnswer, VisitInput } from './visit.js';
import type {
  CreatedWebhook,
  Delivery,
  DeliveryPage,
  DeliveryStatus,
  Webhook,
  WebhookChange,
  WebhookInput,
  WebhookList,
} from './webhook.js';
import type { SyncObject, SyncStatus, TriggerKind } from './vocabulary.js';

/** Filters of the list as a caller gives them. */
export interface SyncFilter {
  status?: SyncStatus;
  integrationId?: string;
  object?: SyncObject;
  trigger?: TriggerKind;
  /** Who sent it: the id of a member, an API key or a trigger. */
  by?: string;
  q?: string;
  from?: string;
  to?: string;
  issueId?: string;
  companyId?: string;
  /** Processed without having been sent. */
  skipped?: boolean;
}
export interface PageOptions {
  limit?: number;
  cursor?: string;
}

/** The HTTP API as functions: what the typed client offers. Each rejects with `ApiError` on an error answer. */
export interface Api {
  /**
   * The same client for one piece of work: its POSTs carry this `Idempotency-Key` (1 to 255 characters), so that within 24
   * hours they are done once however often they are sent, and are retried. One key for one call.
   */
  once(key: string): Api;
  signIn(credentials: Credentials): Promise<Session>;
  refreshSession(refreshToken: string): Promise<Session>;
  signOut(): Promise<void>;
  me(): Promise<Me>;
  listApiKeys(): Promise<{ items: ApiKey[]; nextCursor: string | null }>;
  createApiKey(input: ApiKeyInput): Promise<CreatedApiKey>;
  /** A new secret for a key; the old one works for a day more unless told otherwise. */
  rotateApiKey(id: string, rotation?: ApiKeyRotation): Promise<CreatedApiKey>;
  deleteApiKey(id: string): Promise<void>;
  listMembers(): Promise<{ items: Member[]; nextCursor: string | null }>;
  addMember(input: MemberInput): Promise<Member>;
  changeMember(id: string, change: MemberChange): Promise<Member>;
  /** Closes their sessions and ends the keys they made. */
  removeMember(id: string): Promise<void>;
  /** `integrationId` and `crmId` together: the company that is linked to that record in the CRM. */
  listCompanies(
    query?: { q?: string; domain?: string; integrationId?: string; crmId?: string } & PageOptions,
  ): Promise<CompanyPage>;
  upsertCompany(input: CompanyInput): Promise<Company>;
  getCompany(id: string): Promise<Company>;
  changeCompany(id: string, change: CompanyChange): Promise<Company>;
  companyCrmStates(id: string): Promise<{ items: CompanyCrmState[] }>;
  importCompanies(
    body: Blob | ReadableStream | string,
    options: {
      contentType: 'text/csv' | 'application/x-ndjson';
      mapping?: Record<string, string>;
      integrationId?: string;
      /** Names the import for a day: sent again, it goes on where it broke off. */
      key?: string;
    },
  ): Promise<Import>;
  listImports(): Promise<ImportList>;
  getImport(id: string): Promise<Import>;
  cancelImport(id: string): Promise<Import>;
  /** Every line that was not taken over, as they are read, however many. */
  importErrors(id: string): AsyncGenerator<ImportError>;
  /** Up to 1,000 visits. With a key it is safe to send them again. */
  recordVisits(items: VisitInput[], idempotencyKey?: string): Promise<VisitBatchAnswer>;
  listProviders(): Promise<{ items: ProviderInfo[] }>;
  listIntegrations(): Promise<IntegrationList>;
  connectIntegration(input: IntegrationInput): Promise<Integration>;
  /** The vendor's page to open for a person who connects an account by OAuth. */
  startOAuth(input: OAuthStartInput): Promise<OAuthStart>;
  /** The same for an integration that is connected again. */
  restartOAuth(id: string): Promise<OAuthStart>;
  getIntegration(id: string): Promise<Integration>;
  changeIntegration(id: string, change: IntegrationChange): Promise<Integration>;
  deleteIntegration(id: string): Promise<void>;
  testIntegration(id: string): Promise<ConnectionTest>;
  getRules(id: string): Promise<SendingRules>;
  changeRules(id: string, change: SendingRulesChange): Promise<SendingRules>;
  pauseIntegration(id: string): Promise<Integration>;
  resumeIntegration(id: string): Promise<Integration>;
  listFields(id: string, object: SyncObject): Promise<{ items: CrmField[] }>;
  /** What a deal or task can say in this CRM, with its live options. */
  listSendFields(id: string, object: 'deal' | 'task'): Promise<SendFieldList>;
  /** Records of the CRM that a company with this domain may be. */
  findMatches(id: string, domain: string): Promise<MatchList>;
  getMapping(id: string, object: SyncObject): Promise<Mapping>;
  saveMapping(id: string, object: SyncObject, input: MappingInput): Promise<Mapping>;
  listMappingVersions(id: string, object: SyncObject, query?: PageOptions): Promise<MappingVersions>;
  /** Compares the field mappings with the CRM's schema now. */
  checkMappings(id: string): Promise<MappingCheck>;
  previewMapping(id: string, object: SyncObject, input: PreviewInput): Promise<Preview>;
  listTriggers(): Promise<TriggerList>;
  createTrigger(input: TriggerDraft): Promise<Trigger>;
  getTrigger(id: string): Promise<Trigger>;
  changeTrigger(id: string, change: TriggerChange): Promise<Trigger>;
  deleteTrigger(id: string): Promise<void>;
  testTrigger(id: string): Promise<TriggerTest>;
  /** The same for one that is not stored yet. */
  testTriggerDraft(input: TriggerDraft): Promise<TriggerTest>;
  listIssues(query?: { integrationId?: string; state?: IssueState } & PageOptions): Promise<IssueList>;
  getIssue(id: string): Promise<Issue>;
  changeIssue(id: string, change: IssueChange): Promise<Issue>;
  checkIssue(id: string): Promise<IssueCheck>;
  listAlerts(): Promise<AlertList>;
  createAlert(input: AlertInput): Promise<Alert>;
  getAlert(id: string): Promise<Alert>;
  changeAlert(id: string, change: AlertChange): Promise<Alert>;
  deleteAlert(id: string): Promise<void>;
  /** Sends a message that says only that it arrived. */
  testAlert(id: string): Promise<AlertTest>;
  listWebhooks(): Promise<WebhookList>;
  createWebhook(input: WebhookInput): Promise<CreatedWebhook>;
  getWebhook(id: string): Promise<Webhook>;
  changeWebhook(id: string, change: WebhookChange): Promise<Webhook>;
  deleteWebhook(id: string): Promise<void>;
  /** A new signing secret; the old one signs as well for 24 hours. */
  rotateWebhookSecret(id: string): Promise<CreatedWebhook>;
  /** Sends a message that says nothing, to try the receiver. */
  pingWebhook(id: string): Promise<Delivery>;
  listDeliveries(id: string, query?: { status?: DeliveryStatus } & PageOptions): Promise<DeliveryPage>;
  resendDelivery(id: string, deliveryId: string): Promise<Delivery>;
  createSync(input: SyncInput, idempotencyKey?: string): Promise<Sync>;
  createSyncs(items: SyncInput[], idempotencyKey?: string): Promise<SyncBatchAnswer>;
  /**
   * Sends any number and yields what became of each, in order, while they are sent. Items with a `key` are sent again by
   * themselves where the connection breaks, each once.
   */
  streamSyncs(
    items: Iterable<SyncStreamItem> | AsyncIterable<SyncStreamItem>,
  ): AsyncGenerator<SyncStreamResult, void, undefined>;
  /**
   * What changes, as it does, until the loop is left or `signal` aborted: `for await (const { event, data } of …)`. A stream
   * that breaks is opened again behind its last event.
   */
  followEvents(options?: FollowOptions): AsyncGenerator<LiveEvent>;
  listSyncs(query?: SyncFilter & PageOptions): Promise<SyncPage>;
  summary(integrationId?: string): Promise<SyncSummary>;
  /** How many entries match, by status. */
  countSyncs(filter?: SyncFilter): Promise<SyncCount>;
  /** Processed and failed entries per day. */
  listDays(query?: Partial<SyncDaysQuery>): Promise<SyncDays>;
  /**
   * Entries as a CSV file (UTF-8), newest first, as they are read: cancel the stream to stop. It ends with an error where
   * the file is not whole.
   */
  exportSyncs(selection: SyncExport): Promise<ReadableStream<Uint8Array>>;
  getSync(id: string): Promise<SyncDetail>;
  /** `deleted`, or `cancelling` where it is being processed: it then ends deleted, or processed if it had left. */
  deleteSync(id: string): Promise<'deleted' | 'cancelling'>;
  restoreSync(id: string): Promise<Sync>;
  retrySync(id: string, choice?: RetryChoice): Promise<Sync>;
  /** Says which of its candidates an ambiguous entry is about, and sends it again. */
  matchSync(id: string, choice: MatchChoice): Promise<Sync>;
  deleteSyncs(deletion: SyncDeletion): Promise<BulkAnswer>;
  retrySyncs(retry: SyncRetry): Promise<BulkAnswer>;
}
