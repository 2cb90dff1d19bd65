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
} from '@integration-queue/shared/access';
import { type Examples, ID, onePage } from './example.js';

const member: Member = {
  id: ID.member,
  name: 'Anna Admin',
  email: 'anna@example.com',
  role: 'admin',
  createdAt: '2026-01-05T08:00:00.000Z',
};
const session: Session = {
  token: 'iq_ses_4fJ2mYx…',
  refreshToken: 'iq_ref_9xPq3Lm…',
  expiresAt: '2026-01-31T12:15:00.000Z',
  member,
};
const apiKey: ApiKey = {
  id: ID.apiKey,
  name: 'Enrichment',
  prefix: 'iq_key_8Zk2Qp',
  scopes: ['syncs:write', 'syncs:read'],
  createdAt: '2026-01-31T12:00:00.000Z',
  expiresAt: '2030-01-31T12:00:00.000Z',
  lastUsedAt: null,
  requestsPerMinute: null,
  previousUntil: null,
};
const created: CreatedApiKey = { ...apiKey, key: 'iq_key_8Zk2QpV4…' };
const me: Me = {
  workspace: { id: ID.workspace, name: 'Example Sales' },
  member: null,
  apiKey: { id: ID.apiKey, name: 'Enrichment' },
  role: 'member',
  scopes: ['syncs:write', 'syncs:read'],
};

/** Members, sessions, API keys. */
export const ACCESS_EXAMPLES: Record<string, Examples> = {
  Credentials: { 'Sign in': { email: 'anna@example.com', password: 'correct horse battery' } satisfies Credentials },
  Refresh: { 'Trade in': { refreshToken: session.refreshToken } },
  Session: { 'Signed in': session },
  Me: { 'An API key': me, 'A member': { ...me, member, apiKey: null, role: 'admin' } satisfies Me },
  ApiKeyInput: {
    'For a backend service': {
      name: 'Enrichment',
      scopes: ['syncs:write', 'syncs:read'],
      expiresAt: '2030-01-31T12:00:00Z',
    } satisfies ApiKeyInput,
  },
  ApiKeyRotation: { 'With an hour to change over': { overlapSeconds: 3600 } satisfies ApiKeyRotation },
  CreatedApiKey: { 'Shown once': created },
  ApiKeyList: { 'One key': onePage(apiKey) },
  MemberInput: {
    'Somebody who sends': {
      email: 'mia@example.com',
      name: 'Mia Muster',
      role: 'member',
      password: 'ten characters or more',
    } satisfies MemberInput,
  },
  MemberChange: { 'Make an admin': { role: 'admin' } satisfies MemberChange },
  Member: { 'A member': member },
  MemberList: { 'One member': onePage(member) },
};
