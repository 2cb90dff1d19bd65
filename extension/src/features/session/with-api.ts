import { ApiError, type Api } from '@integration-queue/shared';
import { isUnreachable, SignedOutError } from '../errors/problem';
import { accountItem, connectionItem, ownerOf, type Account } from './account';
import { clientFor } from './client';
import { accessToken } from './session';

/**
 * Runs a call as the signed-in member, once more with a new token where the API refused the old one, and keeps track of
 * whether the server answers. Rejects with `ApiError`, `UnreachableError` or `SignedOutError`.
 */
export async function withApi<T>(call: (api: Api, account: Account) => Promise<T>): Promise<T> {
  const account = await accountItem.get();
  if (!account) throw new SignedOutError();
  try {
    const result = await callSignedIn(account, call);
    await noteConnection('online');
    return result;
  } catch (error) {
    if (!(error instanceof SignedOutError)) await noteConnection(isUnreachable(error) ? 'offline' : 'online');
    throw error;
  }
}

async function callSignedIn<T>(account: Account, call: (api: Api, account: Account) => Promise<T>): Promise<T> {
  const token = await tokenOf(account);
  try {
    return await call(clientFor(account.serverUrl, token), account);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    // Refused before anything was done, so it is safe to call again.
    return call(clientFor(account.serverUrl, await tokenOf(account, token)), account);
  }
}

/** The account's token, and never that of whoever signed in since it was read: that must not reach the account's server. */
async function tokenOf(account: Account, rejected?: string): Promise<string> {
  const token = await accessToken(rejected);
  const now = await accountItem.get();
  if (!now || ownerOf(now) !== ownerOf(account)) throw new SignedOutError();
  return token;
}

/** Writes down that the server was or was not reached; tells nobody where that is no news. */
export async function noteConnection(state: 'online' | 'offline'): Promise<void> {
  await connectionItem.change((before) =>
    before.state === state || before.state === 'signed_out' ? before : { state, since: Date.now() },
  );
}
