import type { EntityManager } from 'typeorm';
import type { Actor } from '../workspaces/actor.js';

/** Sends companies to an integration. The import knows only this port; the syncs room stands behind it. */
export abstract class SyncSender {
  /**
   * Sends in the caller's transaction; `ring` is called after its commit. `sent` is how many syncs were accepted or wait
   * already with the same content.
   */
  abstract sendCompanies(
    transaction: EntityManager,
    actor: Actor,
    integrationId: string,
    companyIds: string[],
  ): Promise<{ sent: number; ring: () => Promise<void> }>;
}
