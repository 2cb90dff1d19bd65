import type { SyncStatus } from '@integration-queue/shared/vocabulary';
import { i18n } from '#i18n';
import { Icon, type IconName } from '@/ui/icon';

const ICONS: Record<SyncStatus, IconName> = {
  pending: 'clock',
  processing: 'processing',
  processed: 'check',
  error: 'error',
};

/** The name of a status, in full. */
export const statusLabel = (status: SyncStatus): string => i18n.t(`status.${status}`);

/** The name of a status where there is little room. */
export const shortStatusLabel = (status: SyncStatus): string => i18n.t(`statusShort.${status}`);

/** The sign of a status in its colour. Its name has to stand beside it. */
export function StatusIcon({ status, size }: { status: SyncStatus; size?: number }) {
  return (
    <span class={`status-icon ${status}`}>
      <Icon name={ICONS[status]} size={size} />
    </span>
  );
}
