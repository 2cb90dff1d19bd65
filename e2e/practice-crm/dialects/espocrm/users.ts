import type { Call } from '../../call.ts';

/** What a user's roles allow. */
export interface EspoUser {
  isAdmin: boolean;
  /** Entities they have no access to: these are not even in the metadata. */
  hidden: readonly string[];
  /** Whether they may give records to others. */
  assignsOthers: boolean;
}

/** The id of whoever calls. */
export const OWN_ID = '6650f0e6e0b9c1d2a';

const PLAIN: EspoUser = { isAdmin: false, hidden: [], assignsOthers: true };
/** Users by name who are no administrators. */
const BY_NAME: Record<string, EspoUser> = {
  'no-tasks': { ...PLAIN, hidden: ['Task'] },
  'own-only': { ...PLAIN, assignsOthers: false },
};

/** By API key one is a plain user, by user and password an administrator, but for those few names. */
export function userOf(call: Call): EspoUser {
  const { user, password } = readBasic(call);
  if (password === null) return PLAIN;
  return BY_NAME[user] ?? { isAdmin: true, hidden: [], assignsOthers: true };
}

/** User and password as the call's header has them. */
export function readBasic({ headers }: Call): { user: string; password: string | null } {
  const [, encoded = ''] = /^Basic (\S+)$/.exec(headers.authorization ?? '') ?? [];
  const [, user = '', password = null] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return { user, password };
}
