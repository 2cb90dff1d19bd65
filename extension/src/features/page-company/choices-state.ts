import { computed, signal } from '@preact/signals';
import { account } from '../live/page-state';
import { ownerOf } from '../session/account';
import { sendChoicesItem, type SendChoices } from './send-choices';

const stored = signal<SendChoices | null>(null);

/** What this member chose when they last sent; null where they never did. */
export const sendChoices = computed(() =>
  account.value && stored.value?.owner === ownerOf(account.value) ? stored.value : null,
);

export async function loadSendChoices(): Promise<void> {
  stored.value = await sendChoicesItem.get();
}

/**
 * Remembers where sends are to go. `sent` is given where one was looked over and sent: of a deal or task, who owns it and in
 * which currency it is.
 */
export function rememberChoices(integrationId: string, sent?: { owner?: string; currency?: string }): void {
  if (!account.value) return;
  const { hasSent, perIntegration = {} } = sendChoices.value ?? {};
  stored.value = {
    owner: ownerOf(account.value),
    integrationId,
    hasSent: !!sent || hasSent,
    perIntegration: { ...perIntegration, [integrationId]: { ...perIntegration[integrationId], ...sent } },
  };
  void sendChoicesItem.set(stored.value);
}
