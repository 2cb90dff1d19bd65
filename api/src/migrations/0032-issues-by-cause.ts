import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ids, addresses and e-mails are no part of a cause: a CRM that names the record it refuses ("cross-reference id
 * 0015g00000XyZabAAF") would make one issue of each. Issues that are there keep their key; a message without such a name
 * has the same as before.
 */
export class IssuesByCause1764000000032 implements MigrationInterface {
  name = 'IssuesByCause1764000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messageKey(String.raw`'\S+@\S+|https?://\S+|\m(?=[\w-]*\d)[\w-]{15,}\M|[0-9a-f]{8,}|\d+'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(messageKey(String.raw`'[0-9a-f]{8,}|\d+'`));
  }
}

/** `names`: what is replaced since it differs from entry to entry. */
const messageKey = (names: string) => `
  create or replace function issue_message_key(code text, field text, message text) returns text immutable language sql as $$
    select case when coalesce(field, '') <> '' then ''
      when code not in ('refused_by_crm', 'unexpected_answer', 'gave_up') then ''
      else left(regexp_replace(regexp_replace(lower(coalesce(message, '')), '["''“„«‘][^"''”“»’]*["''”“»’]', '…', 'g'),
        ${names}, '#', 'g'), 200) end
  $$`;
