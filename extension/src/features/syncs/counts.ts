import type { StatusCounts } from '@integration-queue/shared/sync';
import { snapshot } from '../live/page-state';

/** How many entries each status has, in one integration or in all; null while nothing is known. */
export function countsOf(integrationId: string | undefined): StatusCounts | null {
  const summary = snapshot.value?.summary;
  if (!summary) return null;
  if (!integrationId) return summary.counts;
  return summary.integrations.find((one) => one.integrationId === integrationId)?.counts ?? null;
}
