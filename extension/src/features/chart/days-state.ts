import { signal } from '@preact/signals';
import type { SyncFilter } from '@integration-queue/shared';
import type { SyncDay } from '@integration-queue/shared/sync-figures';
import type { RemoteApi } from '../session/remote-api';

/** The days as last told; null while nothing is known. */
export const days = signal<SyncDay[] | null>(null);

/** Grows with every question, so that only the answer to the last one counts. */
let reading = 0;

/** Reads the days of an integration and a time, the last 30 where none is named. What cannot be had leaves what was there. */
export async function readDays(
  api: Pick<RemoteApi, 'listDays'>,
  { integrationId, from, to }: Pick<SyncFilter, 'integrationId' | 'from' | 'to'>,
): Promise<void> {
  const question = (reading += 1);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const answer = await api.listDays({ integrationId, from, to, timeZone });
  if (question === reading && answer.ok) days.value = answer.value.items;
}
