import type { Provider } from '@integration-queue/shared/vocabulary';
import { Doorbell } from '../../src/queue/doorbell.js';

/** Rings nobody hears, kept for the test. */
export class KeptRings extends Doorbell {
  readonly rung: string[] = [];

  async ring(_: Provider, integrationId: string): Promise<void> {
    this.rung.push(integrationId);
  }
}
