import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people are told of an integration beside its state: since when it is paused, until when our access is good where
 * that is known, and what the CRM's last answer said of the request budget.
 */
export class IntegrationOutlook1764000000012 implements MigrationInterface {
  name = 'IntegrationOutlook1764000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table integration add column paused_at timestamptz, add column access_ends_at timestamptz, add column budget jsonb`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table integration drop column paused_at, drop column access_ends_at, drop column budget`);
  }
}
