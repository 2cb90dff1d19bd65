import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a cause last made an entry fail, kept with the issue: what its entries in error say goes back when the latest of
 * them is retried or deleted. It moves once a second at most, and never waits for a lock: workers that fail at once into
 * the same issues, each in its own order, would hold each other up, or deadlock. Who has the row locked is about to move it.
 */
export class IssuesLastSeen1764000000026 implements MigrationInterface {
  name = 'IssuesLastSeen1764000000026';

  async up(runner: QueryRunner): Promise<void> {
    // Of what failed before, the newest entry stands for the latest: one look into the index for each issue.
    await runner.query(`
      alter table issue add column last_seen_at timestamptz not null default now();
      update issue g set last_seen_at = greatest(g.first_seen_at, (
        select s.updated_at from sync s where s.issue_id = g.id and s.status = 'error' order by s.id desc limit 1))`);
    await runner.query(
      findIssue({
        reopen: `update issue set state = 'open', resolved_at = null, last_seen_at = greatest(last_seen_at, now()) where id = known.id;`,
        seeAgain: `elsif known.last_seen_at < now() - interval '1 second' then
          update issue set last_seen_at = now() where id = (
            select i.id from issue i where i.id = known.id and i.last_seen_at < now() for no key update skip locked);`,
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      findIssue({
        reopen: `update issue set state = 'open', resolved_at = null where id = known.id;`,
        seeAgain: '',
      }),
    );
    await runner.query('alter table issue drop column last_seen_at');
  }
}

const findIssue = ({ reopen, seeAgain }: { reopen: string; seeAgain: string }) => `
      create or replace function find_issue() returns trigger language plpgsql as $$
      declare
        key text := issue_message_key(new.error_code, new.error_field, coalesce(new.error_crm_message, new.error_message));
        known issue%rowtype;
      begin
        select * into known from issue i
        where i.integration_id = new.integration_id and i.object = new.object and i.code = coalesce(new.error_code, 'refused_by_crm')
          and i.field = coalesce(new.error_field, '') and i.message_key = key;
        if not found then
          insert into issue (workspace_id, integration_id, object, code, field, message_key, message, hint, crm_message)
          values (new.workspace_id, new.integration_id, new.object, coalesce(new.error_code, 'refused_by_crm'),
            coalesce(new.error_field, ''), key, coalesce(new.error_message, ''), coalesce(new.error_hint, ''), new.error_crm_message)
          on conflict (integration_id, object, code, field, message_key) do update set state = issue.state
          returning * into known;
        end if;
        if known.state = 'resolved' then
          ${reopen}
        ${seeAgain}
        end if;
        new.issue_id := known.id;
        return new;
      end $$`;
