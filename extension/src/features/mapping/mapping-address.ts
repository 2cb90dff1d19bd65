import type { SyncObject } from '@integration-queue/shared/vocabulary';

/** Where a field mapping is edited, within the options; with `target`, the row of that CRM field. */
export function mappingAddress(integrationId: string, object: SyncObject, target?: string | null): string {
  return `#mapping/${integrationId}/${object}${target ? `/${encodeURIComponent(target)}` : ''}`;
}
