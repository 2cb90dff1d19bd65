import type { Provider } from '@integration-queue/shared/vocabulary';

/**
 * Rings for an integration: "look whether something is due". Losing a ring costs seconds, never data, since the sweeper
 * rings again; so ringing never fails the caller.
 */
export abstract class Doorbell {
  abstract ring(provider: Provider, integrationId: string, delayMs?: number): Promise<void>;

  /** Rings that were not answered yet, delayed ones aside; 0 where that is not known. */
  waiting(_provider: Provider): Promise<number> {
    return Promise.resolve(0);
  }
}
