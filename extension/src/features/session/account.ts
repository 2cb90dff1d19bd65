import type { Member } from '@integration-queue/shared/access';
import { storedItem } from '@/platform/storage';

/** Who is signed in, and where. Holds no secret: pages read it. */
export interface Account {
  /** Like `https://queue.example.com`, without a slash at the end. */
  serverUrl: string;
  member: Member;
  workspace: { id: string; name: string };
}

/** How the server was last found. `expired` says that the session ended without the member wanting it. */
export interface Connection {
  state: 'signed_out' | 'online' | 'offline';
  /** Milliseconds since 1970. */
  since: number;
  expired?: boolean;
}

export const accountItem = storedItem<Account | null>('local', 'account@1', null);
export const connectionItem = storedItem<Connection>('local', 'connection@1', { state: 'signed_out', since: 0 });
/** What the sign-in form starts with. */
export const lastSignInItem = storedItem('local', 'lastSignIn@1', { serverUrl: '', email: '' });

/** Names one member on one server: data of one account is never shown to, or sent for, another. */
export function ownerOf(account: Account): string {
  return `${account.serverUrl} ${account.member.id}`;
}
