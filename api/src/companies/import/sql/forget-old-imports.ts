import type { DataSource } from 'typeorm';

/** Reports of imports, and the lines that were not taken over, can be read for so long. */
const KEPT = `now() - interval '90 days'`;

/**
 * Forgets imports that ended so long ago, `limit` rows of each kind at most, and answers how many it were. Their lines go
 * first: an import may have a million of them, and none is left behind without its import.
 */
export async function forgetOldImports(database: DataSource, limit: number): Promise<number> {
  const old = `select id from import where alive_at < ${KEPT}`;
  const lines = await remove(database, 'import_error', `import_id in (${old})`, limit);
  const origins = await remove(database, 'import_line', `import_id in (${old})`, limit);
  const imports = await remove(
    database,
    'import',
    `alive_at < ${KEPT} and not exists (select 1 from import_error e where e.import_id = import.id)
       and not exists (select 1 from import_line l where l.import_id = import.id)`,
    limit,
  );
  return lines + origins + imports;
}

async function remove(database: DataSource, table: string, which: string, limit: number): Promise<number> {
  const [, count] = await database.query<[unknown, number]>(
    `delete from ${table} where ctid = any(array(select ctid from ${table} where ${which} limit $1))`,
    [limit],
  );
  return count;
}
