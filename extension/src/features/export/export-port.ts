import type { SyncExport } from '@integration-queue/shared/sync-export';
import { serveText } from '@/platform/text-port';
import { toProblem } from '../errors/problem';
import { withApi } from '../session/with-api';
import { EXPORT_PORT } from './export-name';

/** Reads files of entries from the API for our pages. */
export function serveExports(): void {
  serveText(EXPORT_PORT, (selection: SyncExport) => withApi((api) => api.exportSyncs(selection)), toProblem);
}
