import type { Role, Scope } from '@integration-queue/shared/vocabulary';
import { AppProblem } from '../ops/app-problem.js';
import { type Doer, scopesOf } from './actor.js';

/** What a key may do, how long, and how often in a minute; null for no end and no limit of its own. */
export interface KeyRights {
  scopes: Scope[];
  expiresAt: Date | null;
  requestsPerMinute: number | null;
}

/**
 * Throws `forbidden` where a key would get more than `maker` has: a scope, or, where the maker is itself a key, a later end
 * or a higher limit. Also of a key that is rotated, whose new secret its rotator sees.
 */
export function checkRights(maker: Doer, { scopes, expiresAt, requestsPerMinute }: KeyRights): void {
  const beyond = scopes.filter((scope) => !maker.scopes.includes(scope));
  if (beyond.length > 0)
    throw new AppProblem('forbidden', `You cannot give what you do not have: ${beyond.join(', ')}`);
  if (maker.kind !== 'api_key') return;
  if (maker.expiresAt && (!expiresAt || expiresAt > maker.expiresAt))
    throw new AppProblem(
      'forbidden',
      `Your key ends at ${maker.expiresAt.toISOString()}; no key of its making lasts longer`,
    );
  const most = maker.requestsPerMinute ?? null;
  if (most !== null && (requestsPerMinute === null || requestsPerMinute > most))
    throw new AppProblem('forbidden', `Your key has ${most} requests a minute; no key of its making has more`);
}

/**
 * Throws `forbidden` where a key touches a member with a role above its own scopes. People have their roles from people, so
 * this binds keys alone.
 */
export function checkMayManage(doer: Doer, roles: Role[]): void {
  if (doer.kind !== 'api_key') return;
  const beyond = new Set(roles.flatMap(scopesOf).filter((scope) => !doer.scopes.includes(scope)));
  if (beyond.size > 0)
    throw new AppProblem(
      'forbidden',
      `This member may do more than your key: ${[...beyond].join(', ')}; sign in as an admin to make this change`,
    );
}

/**
 * Throws `forbidden` where a key sets a password: who knows one signs in as that member, free of the key's scopes, end and
 * limit.
 */
export function checkMaySetPassword(doer: Doer): void {
  if (doer.kind === 'api_key')
    throw new AppProblem(
      'forbidden',
      'An API key cannot set passwords, and so cannot add members; sign in as an admin and do it with that session',
    );
}
