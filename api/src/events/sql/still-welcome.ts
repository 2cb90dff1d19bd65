import type { DataSource } from 'typeorm';

/**
 * Of these sessions (by id) and secrets of API keys (by hash, in hex), those that still open a door: one question for all
 * streams of a process. A key has two secrets while a rotation overlaps, and each ends for itself.
 */
export async function stillWelcome(
  database: DataSource,
  { sessionIds, keyHashes }: { sessionIds: string[]; keyHashes: string[] },
): Promise<Set<string>> {
  const rows = await database.query<{ who: string }[]>(
    `select s.id::text as who from session s join member m on m.id = s.member_id
     where s.id = any($1) and s.revoked_at is null and m.removed_at is null
     union all
     select encode(h, 'hex') from unnest($2::bytea[]) h where exists (
       select 1 from api_key k where (k.key_hash = h or (k.previous_hash = h and k.previous_until > now()))
         and k.revoked_at is null and (k.expires_at is null or k.expires_at > now()))`,
    [sessionIds, keyHashes.map((hash) => Buffer.from(hash, 'hex'))],
  );
  return new Set(rows.map(({ who }) => who));
}
