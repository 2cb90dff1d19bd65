import type { Integration } from '@integration-queue/shared/integration';
import { storedItem } from '@/platform/storage';

/** What a member chose when they last sent, so that they need not choose it again. */
export interface SendChoices {
  /** Whose they are (`ownerOf`). */
  owner: string;
  /** The integration sent to; null while none was chosen. */
  integrationId: string | null;
  /** Whether a send was looked over and sent. To have chosen where sends go is not enough to have them go unseen. */
  hasSent?: boolean;
  /** By integration: who owned the last deal or task there, and what currency the last deal was in. */
  perIntegration: Record<string, { owner?: string; currency?: string }>;
}

/** Changed by the popup alone. */
export const sendChoicesItem = storedItem<SendChoices | null>('local', 'sendChoices@1', null);

/** The integration a send goes to: the wanted one, else the one chosen last, else the first that works. */
export function chooseTarget(
  integrations: Integration[],
  wantedId: string | undefined,
  lastId: string | null | undefined,
): Integration | null {
  const find = (wanted: string | null | undefined) => integrations.find(({ id }) => id === wanted);
  return (
    find(wantedId) ?? find(lastId) ?? integrations.find(({ status }) => status === 'active') ?? integrations[0] ?? null
  );
}
