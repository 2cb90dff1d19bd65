import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Connections by OAuth that were begun and not finished: who began them, and what the vendor's answer is checked with. */
export class OAuthStates1764000000004 implements MigrationInterface {
  name = 'OAuthStates1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table oauth_state (
        state_hash bytea primary key,
        workspace_id uuid not null references workspace,
        member_id uuid not null references member,
        provider text not null,
        integration_id uuid references integration,
        name text not null,
        settings jsonb not null default '{}',
        verifier text,
        expires_at timestamptz not null
      )`);
    await runner.query(`create index oauth_state_age on oauth_state (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table oauth_state`);
  }
}
