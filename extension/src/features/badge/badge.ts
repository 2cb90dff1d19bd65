import { i18n } from '#i18n';
import { showBadge } from '@/platform/badge';
import { outboxItem } from '../outbox/outbox-entry';
import { accountItem, connectionItem, ownerOf } from '../session/account';
import { snapshotItem } from '../snapshot/snapshot';
import { badgeStates, badgeText, type BadgeFacts, type BadgeState, type BadgeStateName } from './badge-state';

/** Dark enough for white text. */
const BACKGROUNDS: Record<BadgeStateName, string> = {
  told: '#4f46e5',
  signed_out: '#5b6270',
  offline: '#5b6270',
  needs_attention: '#9a5b00',
  errors: '#c4262e',
  refused: '#9a5b00',
  warned: '#9a5b00',
  outbox: '#4f46e5',
};

/** Long enough to be seen by who looks for an answer, and over before the browser ends the worker. */
const TOLD_MS = 8_000;
let told: Extract<BadgeState, { name: 'told' }> | null = null;
let toldTimer: ReturnType<typeof setTimeout> | undefined;

/** Says for a moment what became of a click that can be answered nowhere else; screen readers find it in the title. */
export async function tellAtButton({ text, isFailure }: { text: string; isFailure: boolean }): Promise<void> {
  told = { name: 'told', text, isFailure };
  clearTimeout(toldTimer);
  toldTimer = setTimeout(() => {
    told = null;
    void updateBadge();
  }, TOLD_MS);
  await updateBadge();
}

/** Shows what the stored state says. Everything it needs is stored, so it is right also in a worker just started. */
export async function updateBadge(): Promise<void> {
  const [account, connection, snapshot, outbox] = await Promise.all([
    accountItem.get(),
    connectionItem.get(),
    snapshotItem.get(),
    outboxItem.get(),
  ]);
  const own = account && snapshot?.owner === ownerOf(account) ? snapshot : null;
  const summary = own?.summary;
  const sends = account ? outbox.filter((entry) => entry.owner === ownerOf(account)) : [];
  const refused = sends.filter(({ state }) => state === 'refused').length;
  await showStates([
    ...(told ? [told] : []),
    ...badgeStates({
      signedIn: account !== null,
      offline: connection.state === 'offline',
      needsAttention:
        summary?.integrations.filter((one) => one.status === 'needs_attention').map((one) => one.name) ?? [],
      errors: summary?.counts.error ?? 0,
      warned:
        own?.integrations
          .filter(({ status, warnings }) => status !== 'needs_attention' && warnings.length > 0)
          .map(({ name }) => name) ?? [],
      refused,
      outbox: sends.length - refused,
    } satisfies BadgeFacts),
  ]);
}

/** Shows the states again whenever one of the things they are made of changes. */
export function keepBadge(): void {
  // One after the other: an older state must not be shown after a newer one.
  let shown = Promise.resolve();
  const update = () => {
    // What failed once is shown at the next change; the chain must not end with it.
    shown = shown.then(updateBadge).catch(() => undefined);
  };
  for (const item of [accountItem, connectionItem, snapshotItem, outboxItem]) item.watch(update);
  update();
}

async function showStates(states: BadgeState[]): Promise<void> {
  const [loudest] = states;
  await showBadge({
    text: badgeText(loudest),
    background: BACKGROUNDS[loudest?.name ?? 'errors'],
    title: [i18n.t('extension.name'), ...states.map(describe)].join(' · '),
  });
}

function describe(state: BadgeState): string {
  switch (state.name) {
    case 'told':
      return state.text;
    case 'signed_out':
      return i18n.t('badge.signedOut');
    case 'offline':
      return i18n.t('badge.offline');
    case 'needs_attention':
      return i18n.t('badge.needsAttention', { integrations: state.integrations.join(', ') });
    case 'warned':
      return i18n.t('badge.warned', { integrations: state.integrations.join(', ') });
    case 'errors':
      return i18n.t('badge.errors', state.count);
    case 'refused':
      return i18n.t('badge.refused', state.count);
    case 'outbox':
      return i18n.t('badge.outbox', state.count);
  }
}
