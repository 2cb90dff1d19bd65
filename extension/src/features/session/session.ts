import { ApiError } from '@integration-queue/shared';
import type { Session } from '@integration-queue/shared/access';
import { withLock } from '@/platform/locks';
import { SignedOutError } from '../errors/problem';
import { accountItem, connectionItem, lastSignInItem, ownerOf, type Account } from './account';
import { clientFor } from './client';
import { savedIssuesItem } from '../snapshot/saved-issues';
import { savedListsItem } from '../snapshot/saved-lists';
import { snapshotItem } from '../snapshot/snapshot';
import { accessTokenItem, refreshTokenItem, type AccessToken } from './tokens';

const LOCK = 'session';
/** A token about to expire could do so on its way. */
const EARLY_MS = 30_000;

export interface SignIn {
  serverUrl: string;
  email: string;
  password: string;
}

/** Signs in and stores the session. Rejects with the API's `wrong_credentials`, or `UnreachableError`. */
export function signIn({ serverUrl, email, password }: SignIn): Promise<Account> {
  return withLock(LOCK, async () => {
    const session = await clientFor(serverUrl).signIn({ email, password });
    const { workspace } = await clientFor(serverUrl, session.token).me();
    const account: Account = { serverUrl, member: session.member, workspace };
    const before = await accountItem.get();
    // First, so that nothing finds the new tokens beside the old name.
    if (before && ownerOf(before) !== ownerOf(account)) await forgetSession(false);
    await storeTokens(session);
    await lastSignInItem.set({ serverUrl, email });
    await accountItem.set(account);
    await connectionItem.change(() => ({ state: 'online', since: Date.now() }));
    return account;
  });
}

/** Ends the session here, and on the server where it can be reached. */
export function signOut(): Promise<void> {
  return withLock(LOCK, async () => {
    const [account, access, refreshToken] = [
      await accountItem.get(),
      await accessTokenItem.get(),
      await refreshTokenItem.get(),
    ];
    await forgetSession(false);
    if (account) await endOnServer(account.serverUrl, access, refreshToken).catch(ignoreUnreachable);
  });
}

/** A session outlives its access token, and the browser's start forgets that: then the refresh token gets one to end it. */
async function endOnServer(serverUrl: string, access: AccessToken | null, refreshToken: string | null): Promise<void> {
  const isUsable = access !== null && access.expiresAt - EARLY_MS > Date.now();
  if (!isUsable && refreshToken === null) return;
  const { token } = isUsable ? access : await clientFor(serverUrl).refreshSession(refreshToken as string);
  await clientFor(serverUrl, token).signOut();
}

/**
 * A valid access token, renewed where needed; `rejected` is one the API just refused. However many ask at once, the
 * refresh token is used once. Rejects with `SignedOutError` where it is no longer good.
 */
export async function accessToken(rejected?: string): Promise<string> {
  const usable = async () => {
    const access = await accessTokenItem.get();
    return access && access.token !== rejected && access.expiresAt - EARLY_MS > Date.now() ? access.token : null;
  };
  return (await usable()) ?? withLock(LOCK, async () => (await usable()) ?? refresh());
}

async function refresh(): Promise<string> {
  const [account, refreshToken] = [await accountItem.get(), await refreshTokenItem.get()];
  if (!account || !refreshToken) throw new SignedOutError();
  try {
    const session = await clientFor(account.serverUrl).refreshSession(refreshToken);
    await storeTokens(session);
    return session.token;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    await forgetSession(true);
    throw new SignedOutError();
  }
}

async function storeTokens(session: Session): Promise<void> {
  // The refresh token first: if the worker dies in between, the session goes on.
  await refreshTokenItem.set(session.refreshToken);
  await accessTokenItem.set({ token: session.token, expiresAt: Date.parse(session.expiresAt) });
}

async function forgetSession(expired: boolean): Promise<void> {
  await Promise.all([accessTokenItem.remove(), refreshTokenItem.remove(), accountItem.remove()]);
  // What was sent stays with the member; the outbox stays, to be sent when they come back.
  await Promise.all([snapshotItem.remove(), savedListsItem.remove(), savedIssuesItem.remove()]);
  await connectionItem.change(() => ({ state: 'signed_out', since: Date.now(), expired }));
}

/** Signing out must also work without a network: then the session on the server simply runs out. */
const ignoreUnreachable = () => undefined;
