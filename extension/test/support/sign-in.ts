import type { Account } from '@/features/session/account';
import { accountItem, connectionItem } from '@/features/session/account';
import { accessTokenItem, refreshTokenItem } from '@/features/session/tokens';

const HOUR = 3_600_000;

/** Puts a session into storage, as if somebody had signed in. */
export async function storeSession(serverUrl: string, { memberId = 'member-1', expiresAt = Date.now() + HOUR } = {}) {
  const account: Account = {
    serverUrl,
    member: { id: memberId, name: 'Ada', email: 'ada@example.com', role: 'admin', createdAt: '2026-01-01T00:00:00Z' },
    workspace: { id: 'workspace-1', name: 'Example' },
  };
  await accessTokenItem.set({ token: 'access-1', expiresAt });
  await refreshTokenItem.set('refresh-1');
  await accountItem.set(account);
  await connectionItem.set({ state: 'online', since: 0 });
  return account;
}

/** A session as the API answers it. */
export const sessionAnswer = (account: Account, number: number) => ({
  token: `access-${number}`,
  refreshToken: `refresh-${number}`,
  expiresAt: new Date(Date.now() + HOUR).toISOString(),
  member: account.member,
});
