import ky, { HTTPError, type KyInstance, type Options } from 'ky';
import { ApiError } from './api-error.js';
import { followEvents } from './follow-events.js';
import type { ImportError } from './import.js';
import type { Problem } from './problem.js';
import { readJsonLines } from './read-json-lines.js';
import type { Api, PageOptions } from './routes.js';
import { streamSyncs } from './stream-syncs.js';

export { ApiError } from './api-error.js';
export { eachItem, type Page } from './each-item.js';
export type { FollowOptions } from './follow-events.js';
export type { Api, PageOptions, SyncFilter } from './routes.js';

export interface ClientOptions {
  /** Where the API is, like `https://queue.example.com`. */
  url: string;
  /** Session token or API key; a function is asked before every call. */
  token?: string | (() => string | undefined | Promise<string | undefined>);
  /** Milliseconds until a call is given up; default 30,000, `false` for none (imports have none). */
  timeout?: number | false;
  fetch?: typeof fetch;
}

/** Connecting an account may create fields in the CRM, which takes several calls there. */
const PREPARING_MS = 90_000;

/**
 * The typed client. Only calls that are safe to repeat are retried (GET, PUT, DELETE; and POST with an
 * `Idempotency-Key`), on 429 and 5xx, honouring `Retry-After`. `once` gives any POST a key.
 */
export function createClient(options: ClientOptions): Api {
  return build(createHttp(options));
}

/** `onlyKey`: the `Idempotency-Key` of every POST that names none itself. */
function build(http: KyInstance, onlyKey?: string): Api {
  const call = async <T>(method: string, path: string, extra: Options = {}): Promise<T> => {
    const response = await send(http, method, path, extra);
    return response.status === 204 ? (undefined as T) : response.json<T>();
  };
  const get = <T>(path: string, query?: object) => call<T>('get', path, { searchParams: defined(query) });
  const keyed = (key = onlyKey): Options => (key === undefined ? {} : { headers: { 'idempotency-key': key } });
  const post = <T>(path: string, json?: unknown, extra: Options = {}) =>
    call<T>('post', path, { ...(json === undefined ? {} : { json }), ...keyed(), ...extra });

  return {
    once: (key) => build(http, key),
    signIn: (credentials) => post('sessions', credentials),
    refreshSession: (refreshToken) => post('sessions/refresh', { refreshToken }),
    signOut: () => call('delete', 'sessions/current'),
    me: () => get('me'),
    listApiKeys: () => get('api-keys'),
    createApiKey: (input) => post('api-keys', input),
    rotateApiKey: (id, rotation = {}) => post(`api-keys/${id}/rotate`, rotation),
    deleteApiKey: (id) => call('delete', `api-keys/${id}`),
    listMembers: () => get('members'),
    addMember: (input) => post('members', input),
    changeMember: (id, change) => call('patch', `members/${id}`, { json: change }),
    removeMember: (id) => call('delete', `members/${id}`),
    listCompanies: (query) => get('companies', query),
    upsertCompany: (input) => post('companies', input),
    getCompany: (id) => get(`companies/${id}`),
    changeCompany: (id, change) => call('patch', `companies/${id}`, { json: change }),
    companyCrmStates: (id) => get(`companies/${id}/crm`),
    importCompanies: (body, { contentType, mapping, integrationId, key }) =>
      call('post', 'companies/import', {
        body: body as BodyInit,
        headers: { 'content-type': contentType, ...(keyed(key).headers as object) },
        searchParams: defined({ mapping: mapping && JSON.stringify(mapping), integrationId }),
        timeout: false,
        // A retry would keep a copy of the whole file.
        retry: { limit: 0 },
        ...({ duplex: 'half' } as object),
      }),
    listImports: () => get('companies/imports'),
    getImport: (id) => get(`companies/imports/${id}`),
    cancelImport: (id) => post(`companies/imports/${id}/cancel`),
    importErrors: async function* (id) {
      const { body } = await send(http, 'get', `companies/imports/${id}/errors`, { timeout: false });
      if (body) yield* readJsonLines<ImportError>(body);
    },
    recordVisits: (items, key) => post('visits', { items }, keyed(key)),
    listProviders: () => get('providers'),
    listIntegrations: () => get('integrations'),
    connectIntegration: (input) => post('integrations', input, { timeout: PREPARING_MS }),
    startOAuth: (input) => post('oauth/start', input),
    restartOAuth: (id) => get(`integrations/${id}/oauth/start`),
    getIntegration: (id) => get(`integrations/${id}`),
    changeIntegration: (id, change) => call('patch', `integrations/${id}`, { json: change, timeout: PREPARING_MS }),
    deleteIntegration: (id) => call('delete', `integrations/${id}`),
    testIntegration: (id) => post(`integrations/${id}/test`, undefined, { timeout: PREPARING_MS }),
    getRules: (id) => get(`integrations/${id}/rules`),
    changeRules: (id, change) => call('patch', `integrations/${id}/rules`, { json: change }),
    pauseIntegration: (id) => post(`integrations/${id}/pause`),
    resumeIntegration: (id) => post(`integrations/${id}/resume`),
    // The API has waited for the CRM already; asking three times over would keep a person waiting for a minute.
    listFields: (id, object) =>
      call('get', `integrations/${id}/fields`, { searchParams: { object }, retry: { limit: 0 } }),
    listSendFields: (id, object) =>
      call('get', `integrations/${id}/send-fields`, { searchParams: { object }, retry: { limit: 0 } }),
    findMatches: (id, domain) =>
      call('get', `integrations/${id}/matches`, { searchParams: { domain }, retry: { limit: 0 } }),
    getMapping: (id, object) => get(`integrations/${id}/mappings/${object}`),
    saveMapping: (id, object, input) => call('put', `integrations/${id}/mappings/${object}`, { json: input }),
    listMappingVersions: (id, object, query) => get(`integrations/${id}/mappings/${object}/versions`, query),
    checkMappings: (id) => post(`integrations/${id}/mappings/check`, undefined, { timeout: PREPARING_MS }),
    previewMapping: (id, object, input) => post(`integrations/${id}/mappings/${object}/preview`, input),
    listTriggers: () => get('triggers'),
    createTrigger: (input) => post('triggers', input),
    getTrigger: (id) => get(`triggers/${id}`),
    changeTrigger: (id, change) => call('patch', `triggers/${id}`, { json: change }),
    deleteTrigger: (id) => call('delete', `triggers/${id}`),
    testTrigger: (id) => post(`triggers/${id}/test`),
    testTriggerDraft: (input) => post('triggers/test', input),
    listIssues: (query) => get('issues', query),
    getIssue: (id) => get(`issues/${id}`),
    changeIssue: (id, change) => call('patch', `issues/${id}`, { json: change }),
    checkIssue: (id) => post(`issues/${id}/check`),
    listAlerts: () => get('alerts'),
    createAlert: (input) => post('alerts', input),
    getAlert: (id) => get(`alerts/${id}`),
    changeAlert: (id, change) => call('patch', `alerts/${id}`, { json: change }),
    deleteAlert: (id) => call('delete', `alerts/${id}`),
    testAlert: (id) => post(`alerts/${id}/test`),
    listWebhooks: () => get('webhooks'),
    createWebhook: (input) => post('webhooks', input),
    getWebhook: (id) => get(`webhooks/${id}`),
    changeWebhook: (id, change) => call('patch', `webhooks/${id}`, { json: change }),
    deleteWebhook: (id) => call('delete', `webhooks/${id}`),
    rotateWebhookSecret: (id) => post(`webhooks/${id}/rotate-secret`),
    pingWebhook: (id) => post(`webhooks/${id}/ping`),
    listDeliveries: (id, query) => get(`webhooks/${id}/deliveries`, query),
    resendDelivery: (id, deliveryId) => post(`webhooks/${id}/deliveries/${deliveryId}/resend`),
    createSync: (input, key) => post('syncs', input, keyed(key)),
    createSyncs: (items, key) => post('syncs/batch', { items }, keyed(key)),
    streamSyncs: (items) => streamSyncs((options) => send(http, 'post', 'syncs/stream', options), items),
    followEvents: (options) =>
      followEvents(
        ({ lastEventId, signal }) =>
          send(http, 'get', 'events', {
            headers: { accept: 'text/event-stream', ...(lastEventId !== null && { 'last-event-id': lastEventId }) },
            cache: 'no-store',
            timeout: false,
            retry: { limit: 0 },
            signal,
          }),
        options,
      ),
    listSyncs: (query) => get('syncs', query satisfies PageOptions | undefined),
    summary: (integrationId) => get('syncs/summary', { integrationId }),
    countSyncs: (filter) => get('syncs/count', filter),
    listDays: (query) => get('syncs/days', query),
    exportSyncs: async (selection) => {
      const response = await send(http, 'post', 'syncs/export', {
        json: selection,
        timeout: false,
        // It changes nothing.
        retry: RETRY,
      });
      return response.body ?? new ReadableStream();
    },
    getSync: (id) => get(`syncs/${id}`),
    deleteSync: async (id) =>
      (await send(http, 'delete', `syncs/${id}`, {})).status === 202 ? 'cancelling' : 'deleted',
    restoreSync: (id) => post(`syncs/${id}/restore`),
    retrySync: (id, choice) => post(`syncs/${id}/retry`, choice),
    matchSync: (id, choice) => post(`syncs/${id}/match`, choice),
    deleteSyncs: (deletion) => post('syncs/delete', deletion),
    retrySyncs: (retry) => post('syncs/retry', retry),
  };
}

function createHttp({ url, token, timeout = 30_000, fetch }: ClientOptions): KyInstance {
  return ky.create({
    prefix: `${url.replace(/\/+$/, '')}/v1`,
    timeout,
    credentials: 'omit',
    retry: RETRY,
    ...(fetch ? { fetch } : {}),
    hooks: {
      beforeRequest: [
        async ({ request }) => {
          const value = typeof token === 'function' ? await token() : token;
          if (value !== undefined) request.headers.set('authorization', `Bearer ${value}`);
        },
      ],
    },
  });
}

/** Of a call that is the same done twice as once. */
const RETRY = {
  limit: 2,
  methods: ['get', 'put', 'delete', 'post', 'patch'],
  // Of 409 only what the API asks to come again for: a twin of the request is still being worked on.
  shouldRetry: ({ error }: { error: Error }) =>
    error instanceof HTTPError && error.response.status === 409 && error.response.headers.has('retry-after')
      ? true
      : undefined,
} satisfies Options['retry'];
/** Of any other: only what was refused for coming too soon, and so was not begun. */
const RETRY_UNBEGUN = {
  ...RETRY,
  shouldRetry: ({ error }: { error: Error }) =>
    error instanceof HTTPError && error.response.status === 429 ? undefined : false,
} satisfies Options['retry'];

async function send(http: KyInstance, method: string, path: string, extra: Options) {
  try {
    const isRepeatable =
      /^(get|put|delete)$/.test(method) || new Headers(extra.headers as HeadersInit).has('idempotency-key');
    return await http(path, { method, retry: isRepeatable ? RETRY : RETRY_UNBEGUN, ...extra });
  } catch (error) {
    if (!(error instanceof HTTPError)) throw error;
    throw new ApiError(readProblem(error));
  }
}

/** Something between us and the API may answer without a problem body (a proxy's HTML page): still an `ApiError`. */
function readProblem(error: HTTPError): Problem {
  const { response, data } = error;
  const body = typeof data === 'string' ? parse(data) : data;
  if (typeof body === 'object' && body !== null && 'code' in body) return body as Problem;
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: 'unexpected_answer',
    detail: `The server answered ${response.status} without an explanation`,
    requestId: response.headers.get('x-request-id') ?? '',
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function defined(query: object | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query ?? {})
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([key, value]) => [key, String(value)]),
  );
}
