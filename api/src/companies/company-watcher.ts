import type { Company } from '@integration-queue/shared/company';
import type { EntityManager } from 'typeorm';

/** Is told of companies that were created or changed. The companies know only this port; the triggers stand behind it. */
export abstract class CompanyWatcher {
  /**
   * Works in the transaction that wrote the companies, each named once and as it is now; what it answers is called after
   * the commit.
   */
  abstract companiesChanged(
    transaction: EntityManager,
    workspaceId: string,
    companies: Company[],
  ): Promise<() => Promise<void>>;
}
