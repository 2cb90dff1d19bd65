/** What the toolbar button may have to say, loudest first. The badge shows the first that holds. */
export type BadgeState =
  | { name: 'told'; text: string; isFailure: boolean }
  | { name: 'signed_out' }
  | { name: 'offline' }
  | { name: 'needs_attention'; integrations: string[] }
  | { name: 'errors'; count: number }
  | { name: 'refused'; count: number }
  | { name: 'warned'; integrations: string[] }
  | { name: 'outbox'; count: number };
export type BadgeStateName = BadgeState['name'];

export interface BadgeFacts {
  signedIn: boolean;
  offline: boolean;
  /** Names of the integrations that need attention. */
  needsAttention: string[];
  errors: number;
  /** Names of the integrations that will need attention unless somebody acts. */
  warned: string[];
  /** Sends in the outbox that a person has to look at. */
  refused: number;
  /** Sends in the outbox that wait for the server. */
  outbox: number;
}

/** The states that hold, loudest first; empty where there is nothing to say. */
export function badgeStates(facts: BadgeFacts): BadgeState[] {
  if (!facts.signedIn) return [{ name: 'signed_out' }];
  return [
    ...(facts.offline ? [{ name: 'offline' } as const] : []),
    ...(facts.needsAttention.length > 0
      ? [{ name: 'needs_attention', integrations: facts.needsAttention } as const]
      : []),
    ...(facts.errors > 0 ? [{ name: 'errors', count: facts.errors } as const] : []),
    ...(facts.refused > 0 ? [{ name: 'refused', count: facts.refused } as const] : []),
    ...(facts.warned.length > 0 ? [{ name: 'warned', integrations: facts.warned } as const] : []),
    ...(facts.outbox > 0 ? [{ name: 'outbox', count: facts.outbox } as const] : []),
  ];
}

/** The text of a badge: at most four characters fit. */
export function badgeText(state: BadgeState | undefined): string {
  switch (state?.name) {
    case 'told':
      return state.isFailure ? '!' : '✓';
    case 'signed_out':
      return '?';
    case 'offline':
      return '…';
    case 'needs_attention':
    case 'refused':
    case 'warned':
      return '!';
    case 'errors':
      return state.count > 999 ? '999+' : String(state.count);
    case 'outbox':
      return '↑';
    case undefined:
      return '';
  }
}
